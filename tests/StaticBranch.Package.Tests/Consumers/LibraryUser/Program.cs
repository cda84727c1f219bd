new Buffers.RefCountedBuffer([], isPooled: false).Release();
