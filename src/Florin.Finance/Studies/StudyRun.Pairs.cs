namespace Florin;

/// <content>Pairs of columns of an additive net.</content>
public sealed partial class StudyRun
{
    /// <summary>Of the settings that were made last: with folds, those of the model of all rows.</summary>
    PairChoice? pairs;

    PairsPlan? PairsWished => options.From is null && plan.Network?.Pairs is { Count: not 0 } wished ? wished : null;

    /// <summary>The pairs that training rows choose; null where the plan asks for no number of them.</summary>
    PairChoice? Chosen(ModelPlan settings, TrainRows train, TrainRows validation)
    {
        if (PairsWished?.Count is not { } count) return null;
        Stage("pairs of columns");
        return PairSearch.Of(settings, Target, train, validation, count, cancellation);
    }

    /// <summary>The settings with the pairs that were chosen, or those that the plan names.</summary>
    ModelPlan Paired(ModelPlan settings, PairChoice? choice) => PairsWished is not { } wished ? settings : settings with
    {
        Sizes = (settings.Sizes ?? new NetworkSizes()) with
        {
            Pairs = choice is null ? wished.Pairs
                : [.. choice.Best.Where(pair => pair.Chosen).Select(pair => new ColumnPair(pair.First, pair.Second))],
        },
    };

    /// <summary>The curves of the model; null where it is no sum.</summary>
    AdditiveCurves? Drawn(Model model) => AdditiveCurves.Of(model, Learned) is { } curves ? curves with { Choice = pairs } : null;
}
