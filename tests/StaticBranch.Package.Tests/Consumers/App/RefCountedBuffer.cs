using System;
using System.Threading;

namespace Buffers
{
    public sealed class RefCountedBuffer
    {
        private byte[] bytes;
        private int lastUser;
        private int refCount;

        public RefCountedBuffer(byte[] bytes, bool isPooled)
        {
            this.bytes = bytes;
            IsPooled = isPooled;
            refCount = 1;
        }

        public bool IsPooled { get; }

        public bool IsAlive => bytes.Length > 0;

        public bool HasLastUser => lastUser != 0;

        public void Retain()
        {
            Interlocked.Increment(ref refCount);
        }

        public void Release()
        {
            // The pool gives a buffer to the thread that used it last.
            if (IsPooled)
                lastUser = Environment.CurrentManagedThreadId;
            if (Interlocked.Decrement(ref refCount) == 0)
                Free();
        }

        private void Free()
        {
            bytes = Array.Empty<byte>();
        }
    }
}
