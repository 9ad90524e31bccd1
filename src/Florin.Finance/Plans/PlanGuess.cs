namespace Florin;

/// <summary>A first plan for a table: roles guessed from names and cells, with the reason for each guess. To be read before it is
/// run.</summary>
public sealed record PlanGuess
{
    PlanGuess(Plan plan, IReadOnlyDictionary<string, string> comments)
    {
        Plan = plan;
        Comments = comments;
    }

    /// <summary>The plan.</summary>
    public Plan Plan { get; init; }

    /// <summary>The reason for each guess, by key such as data.target.</summary>
    public IReadOnlyDictionary<string, string> Comments { get; }

    /// <summary>The plan as YAML with its comments.</summary>
    public string ToYaml() => PlanFile.Write(Plan, Comments);

    /// <summary>
    /// Guesses. <b>Target:</b> a column with a name such as default, bad, target, y, class, churn or label, two values (for
    /// generic/regression and counts numbers) and no missing cell; else the last such column of any name. Of credit/lgd and credit/ead a
    /// column named lgd, ccf or the like, else the last one of shares. <b>Positive:</b> 1, yes, true,
    /// bad and the like, else the rarer value. <b>Id:</b> the first identifier-like column; further ones are dropped. <b>Time:</b> the
    /// first column of dates without a missing cell, one in rising order before others. <b>Protected:</b> names such as age, sex or
    /// nationality. <b>Drop:</b> constants, repeated columns and what may know the answer. <b>Special:</b> the codes of <see
    /// cref="ColumnProfile.Codes"/>. <b>Categorical:</b> whole numbers with 3 to 60 values in a column named as a code, type, region and
    /// the like. <b>Credit:</b> terms that are assumed where a column looks like the amount of a loan, and a reason of declines for each
    /// column, whose words the lender writes.
    /// </summary>
    /// <param name="recipe">Field and task, or a field alone for its usual task.</param>
    /// <param name="table">The data.</param>
    /// <param name="path">The file they came from, as the plan will name it.</param>
    /// <param name="cancellation">Ends the work with an <see cref="OperationCanceledException"/>.</param>
    public static PlanGuess For(string recipe, Table table, string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(recipe);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = Usual(recipe.Trim());
        if (PlanRules.Unknown(full) is { } unknown) throw PlanProblem.Exception([unknown], "florin new");
        var roles = new RoleGuess(full, table, cancellation);
        DataPlan data = roles.Data(path);
        bool timed = data.Time is not null;
        Plan plan = new()
        {
            Name = NameOf(path),
            Recipe = full,
            Data = data,
            Split = timed ? new SplitPlans.OutOfTime(0.2) : new SplitPlans.Stratified(),
            Network = NetworkPlan.Auto,
            Fit = new FitPlan { Seed = 1 },
            Credit = full switch
            {
                "credit/default-risk" => CreditGuess.Of(data, table),
                "credit/lgd" or "credit/ead" => CreditGuess.Share(full, table),
                _ => null,
            },
        };
        var comments = new Dictionary<string, string>(roles.Comments)
        {
            ["split"] = timed ? $"the last fifth by {data.Time} is the test" : "no time was found: a fifth at random is the test",
        };
        if (plan.Credit?.Share is not null) comments["credit"] = CreditGuess.ShareComment;
        else if (plan.Credit?.Decision is not null) comments["credit"] = CreditGuess.Comment;
        if (plan.Credit?.Reasons is not null) comments["credit.reasons"] = CreditGuess.ReasonComment;
        return new PlanGuess(plan, comments);
    }

    /// <summary>A bare field takes its usual task.</summary>
    static string Usual(string recipe) => recipe switch
    {
        "generic" => "generic/classification",
        "credit" => "credit/default-risk",
        "fraud" => "fraud/transactions",
        "markets" => "markets/forecast",
        _ => recipe,
    };

    static string? NameOf(string path) =>
        Path.GetFileName(path.Replace('\\', '/')).Split('.')[0].Trim() is { Length: > 0 } name ? name : null;
}
