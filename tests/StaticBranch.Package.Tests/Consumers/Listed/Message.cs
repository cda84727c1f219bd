namespace Listed;

public sealed class Message(bool isCompressed)
{
    public bool IsCompressed => isCompressed;

    public int Length { get; private set; }

    public void Write()
    {
        if (IsCompressed)
            Length /= 2;
        Length++;
    }
}
