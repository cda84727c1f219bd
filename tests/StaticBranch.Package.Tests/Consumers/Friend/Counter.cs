using StaticBranch;

namespace Buffers
{
    [HotPath]
    public sealed class Counter
    {
        public int Value { get; private set; }

        public void Add(int amount) => Value += amount;
    }
}
