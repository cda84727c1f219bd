namespace Listed;

public sealed class Message
{
    public bool IsPooled { get; set; }

    public int Length { get; private set; }

    public void Write()
    {
        if (IsPooled)
            Length /= 2;
        Length++;
    }
}
