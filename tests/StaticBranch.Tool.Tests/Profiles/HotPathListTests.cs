using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Profiles;

namespace StaticBranch.Tool.Tests.Profiles;

public sealed class HotPathListTests
{
    [Theory]
    [InlineData("", "M:A.Put; 0.2500; t\nM:A.Get; 0.1250; t\n")]
    [InlineData("# ours\n\nM:A.Put\n", "# ours\n\nM:A.Put; 0.2500; t\nM:A.Get; 0.1250; t\n")]
    [InlineData("M:A.Get; 0.9; old # since the outage\nM:B.Other; 0.1\n", "M:A.Get; 0.1250; t # since the outage\nM:B.Other; 0.1\nM:A.Put; 0.2500; t\n")]
    [InlineData("M:A.#ctor # not A.Put\n", "M:A.#ctor # not A.Put\nM:A.Put; 0.2500; t\nM:A.Get; 0.1250; t\n")]
    [InlineData("# ours\r\n\r\nM:A.Put\r\n", "# ours\r\n\r\nM:A.Put; 0.2500; t\r\nM:A.Get; 0.1250; t\r\n")]
    [InlineData("M:A.Put; 0.9; old # why\r\nM:A.Get; 0.1", "M:A.Put; 0.2500; t # why\r\nM:A.Get; 0.1250; t\r\n")]
    [InlineData("M:A.Get;\r\nM:A.Put ; 0.1\n", "M:A.Get; 0.1250; t\r\nM:A.Put; 0.2500; t\n")]
    [InlineData("# M:A.Put\nrubbish", "# M:A.Put\nrubbish\nM:A.Put; 0.2500; t\nM:A.Get; 0.1250; t\n")]
    public void Merging_keeps_what_people_wrote(string existing, string expected) =>
        Assert.Equal(expected, HotPathList.Merge(existing, [("M:A.Get", 0.125), ("M:A.Put", 0.25)], "t"));

    [Fact]
    public void Merging_twice_changes_nothing()
    {
        string once = HotPathList.Merge("# ours\nM:A.Put # why\n", [("M:A.#ctor", 0.5), ("M:A.Put", 0.25)], "t");

        Assert.Equal(once, HotPathList.Merge(once, [("M:A.#ctor", 0.5), ("M:A.Put", 0.25)], "t"));
    }

    [Fact]
    public void A_list_that_cannot_be_written_leaves_no_file()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("HotPaths.txt"));

        Assert.Throws<InputException>(() => AtomicFile.Write(folder.File("HotPaths.txt"), "M:A.Put\n"));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("nowhere/HotPaths.txt")]
    [InlineData("file/HotPaths.txt")]
    public void A_list_in_no_folder_is_refused(string path)
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("file"), "");

        Assert.Contains("cannot be written", Assert.Throws<InputException>(() => AtomicFile.Write(folder.File(path), "M:A.Put\n")).Message);
    }

    [Fact]
    public void A_list_without_a_name_is_refused() => Assert.Throws<InputException>(() => AtomicFile.Write("", "M:A.Put\n"));
}
