using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace StaticBranch.Tool.Reports;

/// <summary>Markup. It is made from literals of this program alone: every value that is put into them is escaped, unless it is markup itself.</summary>
readonly record struct Html(string Markup)
{
    public static Html Of(Template template) => new(template.ToString());

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.Markup)));

    public override string ToString() => Markup;

    /// <summary>Collects an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly struct Template(int literalLength, int formattedCount)
    {
        readonly StringBuilder markup = new(literalLength + 16 * formattedCount);

        public void AppendLiteral(string literal) => markup.Append(literal);

        public void AppendFormatted(Html part) => markup.Append(part.Markup);

        public void AppendFormatted(string? value) => markup.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable => markup.Append(WebUtility.HtmlEncode(value.ToString(format, CultureInfo.InvariantCulture)));

        public override string ToString() => markup.ToString();
    }
}
