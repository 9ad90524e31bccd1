namespace Florin;

using System.Globalization;
using System.Text;

/// <summary>One pass over the training rows.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Of">Epochs planned.</param>
/// <param name="Loss">Mean training loss over the epoch's batches, as the weights moved.</param>
/// <param name="ValidationLoss">Loss on the validation rows after the epoch; null without them.</param>
/// <param name="LearningRate">At the last step.</param>
/// <param name="Best">Whether this is the best epoch so far.</param>
public sealed record Epoch(int Number, int Of, double Loss, double? ValidationLoss, double LearningRate, bool Best)
{
    /// <summary>Time since training began.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Estimate of the time left, from the epochs done.</summary>
    public TimeSpan Left => Number == 0 ? TimeSpan.Zero : Elapsed / Number * (Of - Number);
}

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs were run.</summary>
    Finished,

    /// <summary>The validation loss had not improved for the epochs of the patience.</summary>
    Patience,

    /// <summary>The optimizer found no further descent.</summary>
    Converged,

    /// <summary>The loss was no longer finite.</summary>
    Diverged,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}

/// <summary>What happened while a net was trained.</summary>
/// <param name="Epochs">In order.</param>
/// <param name="Stopped">Why it ended.</param>
public sealed record History(EquatableArray<Epoch> Epochs, StopReason Stopped)
{
    /// <summary>The epoch whose weights the net has.</summary>
    public Epoch? Best => Epochs.LastOrDefault(epoch => epoch.Best);

    /// <summary>A table of at most about a dozen epochs, the best marked.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        bool validated = Epochs.Any(epoch => epoch.ValidationLoss is not null);
        text.AppendLine(validated ? " epoch        loss  validation" : " epoch        loss");
        int step = Math.Max(1, (Epochs.Count + 9) / 10);
        foreach (Epoch epoch in Epochs)
        {
            bool best = epoch == Best;
            if ((epoch.Number - 1) % step != 0 && !best && epoch.Number != Epochs.Count) continue;
            text.Append(CultureInfo.InvariantCulture, $"{epoch.Number,6}  {epoch.Loss,10:G5}");
            if (epoch.ValidationLoss is { } loss) text.Append(CultureInfo.InvariantCulture, $"  {loss,10:G5}");
            text.AppendLine(validated && best ? "  best" : "");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{Reason} after {Epochs.Count} epochs").ToString();
    }

    /// <summary>Training and validation loss over the epochs, the best epoch marked.</summary>
    public Chart Chart()
    {
        double[] numbers = [.. Epochs.Select(epoch => (double)epoch.Number)];
        Chart chart = new Chart("Loss by epoch") { XLabel = "epoch", YLabel = "loss" }.Line(numbers, [.. Epochs.Select(epoch
            => epoch.Loss)], "training");
        if (Epochs.All(epoch => epoch.ValidationLoss is null)) return chart;
        chart = chart.Line(numbers, [.. Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)], "validation");
        return Best is { } best ? chart.MarkX(best.Number, "best") : chart;
    }

    string Reason => Stopped switch
    {
        StopReason.Patience => "stopped: no better validation loss,",
        StopReason.Converged => "converged",
        StopReason.Diverged => "stopped: the loss was no longer finite,",
        StopReason.Cancelled => "cancelled",
        _ => "finished",
    };
}
