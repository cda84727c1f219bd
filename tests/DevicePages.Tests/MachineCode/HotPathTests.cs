using StaticBranch.Tool.MachineCode;

namespace DevicePages.Tests;

public sealed class HotPathTests(HotPathCode code) : IClassFixture<HotPathCode>
{
    public static MatrixTheoryData<string, bool> Free => new(["P1", "P2", "P3", "P4a", "P4b", "P4c"], [false, true]);

    public static MatrixTheoryData<string, bool> WithGet => new(["P1", "P2", "P3", "P3 without key", "P4a", "P4b", "P4c"], [false, true]);

    public static MatrixTheoryData<string, bool> Keyed => new(["P2", "P3", "P4a", "P4b"], [false, true]);

    [Theory, MemberData(nameof(Free))]
    public void With_the_switch_off_put_has_the_instructions_of_the_raw_pair(string protocol, bool called)
    {
        MethodListing put = code.Of(protocol, called, switchedOn: false, "Put"), raw = code.Raw(called, "Put");
        Assert.Equal(raw.Instructions.Select(instruction => instruction.Mnemonic), put.Instructions.Select(instruction => instruction.Mnemonic));
    }

    [Theory, MemberData(nameof(WithGet))]
    public void Get_pays_for_nothing_that_only_put_has_to_notice(string protocol, bool called) =>
        Assert.Equal(code.Raw(called, "Get").Instructions, code.Of(protocol, called, switchedOn: true, "Get").Instructions);

    [Theory, MemberData(nameof(Keyed))]
    public void With_the_switch_on_put_notices_managed_pages(string protocol, bool called)
    {
        MethodListing put = code.Of(protocol, called, switchedOn: true, "Put");
        Assert.True(put.CallsTo("DevicePages.PageRelease:PutManaged"));
        Assert.True(put.Instructions.Length > code.Raw(called, "Put").Instructions.Length);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Without_a_key_every_page_pays_a_branch_in_put(bool called) =>
        Assert.True(code.Of("P3 without key", called, switchedOn: false, "Put").Summary.ConditionalJumps > code.Raw(called, "Put").Summary.ConditionalJumps);

    [Theory, InlineData("Get", false), InlineData("Put", false), InlineData("Get", true), InlineData("Put", true)]
    public void P0_makes_every_page_pay_a_branch_in_get_and_put(string method, bool called) =>
        Assert.True(code.Of("P0", called, switchedOn: false, method).Summary.ConditionalJumps > code.Raw(called, method).Summary.ConditionalJumps);
}
