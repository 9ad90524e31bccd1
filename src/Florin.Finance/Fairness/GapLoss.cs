namespace Florin;

using Florin.Graph;

/// <summary>
/// The loss of the target alone, and what groups differ by: of each number beside the target, the square of its weighted mean product
/// with the log odds (<see cref="GapPenalty"/>). The square of a small batch's mean counts the chance in it as a gap, for which all log
/// odds would shrink; so the variance of that mean is taken off, as of a sample without replacement. The expected penalty of a batch is
/// then that of all rows, and a batch of all rows has none taken off.
/// </summary>
/// <param name="Inner">Of the target alone.</param>
/// <param name="Groups">Numbers of a row beside its target.</param>
/// <param name="Centre">Taken from all log odds: the means of a batch that has more rows of one group then move less.</param>
/// <param name="Whole">The sum of the squared shares of all rows, 1 / n without weights.</param>
sealed record GapLoss(Loss Inner, int Groups, double Centre, double Whole) : Loss
{
    /// <summary>Keep quotients finite where no row of a batch has a weight, or one alone.</summary>
    const double None = 1e-30, One = 1e-6;

    internal override int Beside => Groups;

    internal override Loss Kept => Inner;

    internal override Node Raw(Node output) => Inner.Raw(output);

    internal override Node Link(Node raw) => Inner.Link(raw);

    internal override Node OverMembers(Node raw) => Inner.OverMembers(raw);

    internal override double StartingBias(double mean) => Inner.StartingBias(mean);

    /// <summary>Each member of an ensemble has its own penalty, as it has its own loss.</summary>
    internal override Node Of(LossInput input)
    {
        Node groups = input.Target.Slice(-1, 1, Groups) * input.Weight, own = input.Weight.Square().SumOverRows();
        Node each = (input.Raw - Centre) * (input.Raw.Shape.Rank == 1 ? groups : groups.Reshape(1, Groups));
        Node mean = each.SumOverRows(), chance = each.Square().SumOverRows() - own * mean.Square();
        Node drawn = (1 - Whole / (own + None)) / Node.Max(1 - own, own.Constant(One));
        Node gaps = (mean.Square() - drawn * chance).Flatten().Sum().Reshape();
        return Inner.Of(input with { Target = input.Target.Slice(-1, 0, 1) }) + gaps / input.Raw.Shape.Size;
    }
}
