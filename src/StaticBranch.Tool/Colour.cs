namespace StaticBranch.Tool;

/// <summary>The colours that every terminal has, by their ANSI codes.</summary>
enum Colour
{
    Bold = 1,
    Red = 31,
    Green = 32,
    Yellow = 33,
}
