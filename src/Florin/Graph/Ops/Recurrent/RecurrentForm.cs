namespace Florin.Graph;

using Florin.Kernels;

/// <summary>The recurrent cells.</summary>
enum CellKind
{
    Simple,
    Lstm,
    Gru,
}

/// <summary>
/// Extents of a walk along a sequence, and how its private memory lies. Parameters have gates side by side (LSTM i, f, g, o; GRU r, z, n).
/// In memory a gate is a block of <see cref="Padded"/> units, so that kernels know whole vectors only, and a step of a shard is a matrix:
/// states [rows, <see cref="Row"/>] hold the units before the step and its input side by side, one left operand of both weights. The GRU's
/// n has two blocks, one fed by the input and one by the state, in the order n, r, z, n: either weight multiplies neighbouring blocks.
/// </summary>
readonly record struct RecurrentForm(CellKind Kind, int Steps, int Features, int Units, bool Reverse, bool Masked, bool Sequence)
{
    public int Gates => Kind switch { CellKind.Lstm => 4, CellKind.Gru => 3, _ => 1 };

    public int Blocks => Kind == CellKind.Simple ? 1 : 4;

    public int Padded => Lanes.RoundUp(Units);

    /// <summary>Numbers of all blocks of a row.</summary>
    public int Width => Blocks * Padded;

    /// <summary>Units and input of a row.</summary>
    public int Depth => Padded + Features;

    /// <summary>The distance from one row of states to the next.</summary>
    public int Row => Padded + Lanes.RoundUp(Features);

    /// <summary>Numbers either weight gives: the blocks from <see cref="StateFirst"/> on, or from 0 on for the input.</summary>
    public int Span => Gates * Padded;

    public int StateFirst => Kind == CellKind.Gru ? Padded : 0;

    public bool HasCell => Kind == CellKind.Lstm;

    public long Flops => 2L * Steps * (Features + Units) * Gates * Units;

    public int OutputSize => Sequence ? Steps * Units : Units;

    public Shape Output => Sequence ? Shape.Rows(Steps, Units) : Shape.Rows(Units);

    /// <summary>Products of a step forward: rows of the stacked weight, and blocks.</summary>
    public int Products => Kind == CellKind.Gru ? 3 : 1;

    public RecurrentProduct Product(int index) => (Kind, index) switch
    {
        (CellKind.Gru, 0) => new(0, Depth, Padded, 2 * Padded, 0),
        (CellKind.Gru, 1) => new(Padded, Features, 0, Padded, Gemm.PackedLength(Depth, 2 * Padded)),
        (CellKind.Gru, _) => new(0, Padded, 3 * Padded, Padded, Gemm.PackedLength(Depth, 2 * Padded) + Features * Padded),
        _ => new(0, Depth, 0, Width, 0),
    };

    /// <summary>Where a gate lies that the state feeds.</summary>
    public int StateBlock(int gate) => Padded * (Kind == CellKind.Gru ? gate + 1 : gate);

    /// <summary>Where a gate lies that the input feeds.</summary>
    public int InputBlock(int gate) => Padded * (Kind == CellKind.Gru ? (gate + 1) % 3 : gate);

    /// <summary>Steps of a row.</summary>
    public unsafe int Length(Real* lengths, int row) => Masked ? Math.Clamp((int)lengths[row], 0, Steps) : Steps;

    /// <summary>Steps of the longest row: nothing is computed beyond.</summary>
    public unsafe int Longest(Real* lengths, int rows)
    {
        if (!Masked) return Steps;
        int longest = 0;
        for (int row = 0; row < rows; row++) longest = Math.Max(longest, Length(lengths, row));
        return longest;
    }

    /// <summary>The position in time of a row's step; a reverse walk starts at the row's own end.</summary>
    public int Time(int step, int length) => Reverse ? length - 1 - step : step;
}

/// <summary>Part of a step: columns Column to Column + Count of the blocks from Depth numbers of a state's row.</summary>
readonly record struct RecurrentProduct(int Row, int Depth, int Column, int Count, int Packed);
