namespace Florin;

using Florin.Kernels;

/// <summary>
/// How a learned array starts: a distribution and its spread. Draws are keyed by seed and name, so they do not depend on other layers.
/// </summary>
public sealed record Init
{
    Init(string kind, double scale) => (Kind, Scale) = (kind, scale);

    internal string Kind { get; }

    internal double Scale { get; }

    /// <summary>Neighbours that share a draw.</summary>
    internal int Run { get; private init; } = 1;

    /// <summary>Numbers after which runs begin anew; 0: never.</summary>
    internal int Row { get; private init; }

    /// <summary>Numbers at the end of each row that share no draw.</summary>
    internal int Singles { get; private init; }

    /// <summary>Numbers after which the draws repeat; 0: never.</summary>
    internal int Period { get; private init; }

    /// <summary>Normal draws beyond this many standard deviations are drawn again; infinite: none are.</summary>
    internal double Limit { get; private init; } = double.PositiveInfinity;

    /// <summary>All equal to <paramref name="value"/>.</summary>
    public static Init Constant(double value) => new("constant", value);

    /// <summary>All zero.</summary>
    public static Init Zeros { get; } = Constant(0);

    /// <summary>All one.</summary>
    public static Init Ones { get; } = Constant(1);

    /// <summary>Uniform between -bound and bound.</summary>
    public static Init Uniform(double bound) => new("uniform", bound);

    /// <summary>Normal with mean 0.</summary>
    public static Init Normal(double standardDeviation) => new("normal", standardDeviation);

    /// <summary>-1 or 1 with equal probability.</summary>
    public static Init Signs { get; } = new("signs", 1);

    /// <summary>U(±1/sqrt(inputs)): PyTorch's default for dense, convolutional and (with hidden units) recurrent layers.</summary>
    public static Init FanIn(int inputs) => Uniform(1 / Math.Sqrt(Math.Max(1, inputs)));

    /// <summary>Glorot and Bengio (2010): U(±sqrt(6 / (inputs + outputs))).</summary>
    public static Init Glorot(int inputs, int outputs) => Uniform(Math.Sqrt(6.0 / Math.Max(1, inputs + outputs)));

    /// <summary>He et al. (2015): N(0, 2/inputs).</summary>
    public static Init He(int inputs) => Normal(Math.Sqrt(2.0 / Math.Max(1, inputs)));

    /// <summary>One draw for each run of neighbours, such as the coordinates of a feature's embedding.</summary>
    /// <param name="length">Numbers of a run.</param>
    /// <param name="row">Numbers after which runs begin anew, such as the features of a member; 0, the default: never.</param>
    /// <param name="singles">Numbers at the end of each row that have a draw of their own. Default 0.</param>
    public Init InRuns(int length, int row = 0, int singles = 0) =>
        this with { Run = Math.Max(1, length), Row = row, Singles = singles };

    /// <summary>The same draws for every block of that many numbers, such as the members of an ensemble.</summary>
    public Init Repeating(int length) => this with { Period = length };

    /// <summary>A normal distribution cut off: draws further out are drawn again.</summary>
    /// <param name="deviations">Standard deviations on either side, 1 or more.</param>
    public Init Within(double deviations) => deviations >= 1 ? this with { Limit = deviations }
        : throw new ArgumentOutOfRangeException(nameof(deviations), deviations, "1 or more");

    internal unsafe void Fill(Real* target, int length, ulong seed, string name)
    {
        uint node = Hash(name);
        switch (Kind)
        {
            case "constant":
                new Span<Real>(target, length).Fill((Real)Scale);
                break;
            case "normal":
                Philox.Normal(target, length, seed, uint.MaxValue, 0, node);
                if (double.IsFinite(Limit)) Redraw(target, length, seed, node);
                for (int i = 0; i < length; i++) target[i] *= (Real)Scale;
                break;
            default:
                Philox.Uniform(target, length, seed, uint.MaxValue, 0, node);
                bool signs = Kind == "signs";
                for (int i = 0; i < length; i++)
                    target[i] = signs ? (target[i] < (Real)0.5 ? -1 : 1) : (2 * target[i] - 1) * (Real)Scale;
                break;
        }

        for (int i = 0; i < length; i++)
        {
            int at = Row > 0 ? i % Row : i;
            if (Row == 0 || at < Row - Singles) target[i] = target[i - at % Run];
        }

        for (int i = Period; Period > 0 && i < length; i++) target[i] = target[i - Period];
    }

    /// <summary>Each round takes a draw further out from a slot of its own, so that no draw depends on how many others were cut.</summary>
    unsafe void Redraw(Real* target, int length, ulong seed, uint node)
    {
        const int Beyond = 64; // kernels write whole vectors
        Real[] again = new Real[length + Beyond];
        fixed (Real* other = again)
        {
            bool cut = true;
            for (uint slot = 1; cut; slot++)
            {
                cut = false;
                for (int i = 0; i < length; i++) cut |= Math.Abs(target[i]) > Limit;
                if (cut) Philox.Normal(other, length, seed, uint.MaxValue, slot, node);
                for (int i = 0; cut && i < length; i++)
                    if (Math.Abs(target[i]) > Limit) target[i] = other[i];
            }
        }
    }

    /// <summary>FNV-1a, because string.GetHashCode differs from run to run.</summary>
    internal static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (char c in name) hash = (hash ^ c) * 16777619;
        return hash;
    }
}
