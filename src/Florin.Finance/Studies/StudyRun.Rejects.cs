namespace Florin;

/// <content>Applicants of the past who were declined: what training makes of them, and the same network without it.</content>
public sealed partial class StudyRun
{
    RejectPlan? Rejects => plan.Credit?.Rejects;

    /// <summary>The declined with the columns and kinds of the data; null: none.</summary>
    Table? Declined => Rejects is null ? null : field ??= RejectRows.Like(table, options.Declined!, plan.ToRoles());

    /// <summary>The model of a division of the rows: of known outcomes, or with those that are inferred for the declined.</summary>
    (Model Model, RejectFold? Rejects) Trained(ModelPlan settings, SplitTable rows, string name)
    {
        Model Fit(ModelPlan own, string stage) => own.Fit(Target, rows.Train, rows.Validation,
            new FitStage(options.Progress, name + stage), cancellation);
        if (Rejects is not { } asked) return (Fit(settings, "training"), null);
        bool infers = asked.Way != RejectMethod.None;
        Model known = Fit(infers ? settings with { Checkpoints = null } : settings, infers ? "training on known outcomes" : "training");
        Stage(name + "declined applicants");
        Acceptance acceptance = AcceptanceOf(settings, rows, out RejectFold found, known);
        if (!infers) return (known, found with { Declined = found.DeclinedWithout });
        known.Dispose();
        Model model = Fit(Inferring(settings, rows, ref found, acceptance, asked.Factor), "training");
        found = found with { Declined = model.Score(Declined!, ScoringThreads) };
        return (model, rows == folds[0] && asked.HasFactor ? found with { Trials = [.. asked.Factors.Select(Trial)] } : found);

        RejectTrial Trial(double factor)
        {
            if (factor == asked.Factor) return new RejectTrial(factor, model.Score(rows.Test, ScoringThreads), found.Declined);
            using Model other = Fit(Inferring(settings with { Checkpoints = null }, rows, ref found, acceptance, factor),
                FormattableString.Invariant($"training with a factor of {factor}"));
            return new RejectTrial(factor, other.Score(rows.Test, ScoringThreads), other.Score(Declined!, ScoringThreads));
        }
    }

    /// <summary>Who was accepted, and what the model of known outcomes says of the declined.</summary>
    Acceptance AcceptanceOf(ModelPlan settings, SplitTable rows, out RejectFold found, Model known)
    {
        // Who is described only may have come at any time.
        (int[] own, bool parted) = Rejects!.Way == RejectMethod.None ? ([.. Enumerable.Range(0, Declined!.RowCount)], false)
            : RejectRows.Of(rows, Declined!);
        if (own.Length < RejectRules.Fewest)
            throw new FlorinException("FLR1554", "there are too few declined rows of the time of the training rows", "credit.rejects",
                FormattableString.Invariant($"{own.Length} of {Declined!.RowCount} rows"),
                FormattableString.Invariant($"give {RejectRules.Fewest} or more that are not later than the training rows"));
        Table accepted = rows.Train.Table.Append(rows.Validation.Table), declined = Declined!.Rows(own);
        int all = parted ? accepted.RowCount : table.RowCount;
        var acceptance = Acceptance.Of(settings, accepted, declined, schema, (double)accepted.RowCount / all, cancellation);
        // Outcomes of rows that the nets did not see: all known ones of nets over folds, the validation rows of one net.
        Table judged = known.HeldScores is null ? rows.Validation.Table : accepted;
        double[] held = known.HeldScores ?? known.Score(judged, ScoringThreads);
        double[] pds = known.Score(Declined, ScoringThreads);
        var bands = ScoreBands.Of(held, [.. own.Select(row => pds[row])]);
        found = new RejectFold
        {
            Rows = own,
            Weights = schema.Weights(declined) ?? [.. Enumerable.Repeat(1.0, own.Length)],
            Known = all,
            Accepted = acceptance.Of(Declined, ScoringThreads),
            Bands = bands,
            Rates = RejectInference.Rates(bands, held, Target.Labels(judged), schema.Weights(judged)),
            Judged = new JudgedRows(Target, held, Target.Labels(judged), schema.Weights(judged)),
            TestWithout = rows.Test.RowCount == 0 ? [] : known.Score(rows.Test, ScoringThreads),
            DeclinedWithout = pds,
        };
        return acceptance;
    }

    /// <summary>The settings with what the method adds to the rows that nets learn from.</summary>
    ModelPlan Inferring(ModelPlan settings, SplitTable rows, ref RejectFold found, Acceptance acceptance, double factor)
    {
        if (Rejects!.Way != RejectMethod.Augmentation)
        {
            double[] bad = found.Bad(Rejects.Way, factor, seed);
            return settings with { Inferred = new RejectBeside(Declined!.Rows(found.Rows), bad, found.Weights, found.Known, seed) };
        }

        Table accepted = rows.Train.Table.Append(rows.Validation.Table);
        RejectFold each = found;
        double[] chances = acceptance.Of(accepted, ScoringThreads), others = [.. found.Rows.Select(row => each.Accepted[row])];
        var bands = ScoreBands.Of(chances, others);
        double[] factors = RejectInference.Factors(bands, chances, others, schema.Weights(accepted),
            [.. found.Weights.Select(weight => weight * chances.Length / each.Known)]);
        found = found with { Factors = factors };
        return settings with
        {
            RowFactors = table => [.. acceptance.Of(table, ScoringThreads).Select(chance => factors[bands.Of(chance)])],
        };
    }
}
