namespace Florin;

using System.Globalization;
using System.Text;
using Florin.Graph;

/// <content>How a net prints: as the code that makes it.</content>
public sealed partial record Net
{
    const int LongestLine = 100;

    /// <summary>The code that makes the net; with <see cref="Input"/>, each layer's count of parameters and the total.</summary>
    public override string ToString()
    {
        if (Input is null) return Code(null);
        try
        {
            return Describe(Input);
        }
        catch (FlorinException)
        {
            return Code(null);
        }
    }

    /// <summary>The net as code with counts of parameters, for rows of this extent.</summary>
    /// <exception cref="FlorinException">The layers do not fit the input or one another.</exception>
    public string Describe(InputShape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Code(Counts(input));
    }

    /// <summary>Parameters of each layer, and of the whole net at the end.</summary>
    long[] Counts(InputShape input)
    {
        var builder = new GraphBuilder(training: false);
        var source = new NetInput(builder, input);
        long[] counts = new long[Layers.Count + 1];
        if (function is not null) function(source);
        else
        {
            Node x = source.Main;
            for (int i = 0; i < Layers.Count; i++)
            {
                counts[i] = -Parameters(builder);
                x = Layers[i].Apply(x);
                counts[i] += Parameters(builder);
            }
        }

        counts[^1] = Parameters(builder);
        return counts;
    }

    static long Parameters(GraphBuilder builder) => builder.Parameters.Sum(each => (long)each.Spec.Shape.Size);

    string Code(long[]? counts)
    {
        if (function is not null) return "Net.From(input => …)" + Total(counts);
        string[] lines = [.. Layers.Select(SpecCode.Of)];
        string single = $"[{string.Join(", ", lines)}]";
        if (lines.Length == 0 || (counts is null && single.Length <= LongestLine)) return single + Total(counts);
        int width = lines.Max(line => line.Length) + 1;
        var text = new StringBuilder("[\n");
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i] + ",";
            if (counts is not null && counts[i] > 0) line = line.PadRight(width) + "  // " + Count(counts[i]);
            text.Append("    ").Append(line).Append('\n');
        }

        return text.Append(']').Append(Total(counts)).ToString();
    }

    static string Total(long[]? counts) => counts is null ? "" : $"  // {Count(counts[^1])}, {Memory(counts[^1] * sizeof(Real))}";

    static string Count(long parameters) =>
        string.Create(CultureInfo.InvariantCulture, $"{parameters:N0} parameter{(parameters == 1 ? "" : "s")}");

    static string Memory(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1000.0:N0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB"),
    };
}
