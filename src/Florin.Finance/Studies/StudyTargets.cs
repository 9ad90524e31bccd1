namespace Florin;

/// <summary>From what a plan says to what a model predicts.</summary>
static class StudyTargets
{
    public static ModelTarget Of(Plan plan, Table table, Schema schema) =>
        ShareRules.Predicts(plan) && schema.Given.Target is { } share ? ShareRules.Target(plan, share).On(table)
            : ModelTarget.Of(table, schema, Task(plan, table, schema), plan.Fit?.Loss);

    static ModelTask? Task(Plan plan, Table table, Schema schema) => (plan.Data.Kind, plan.Recipe) switch
    {
        (OutcomeKind.Binary, _) => ModelTask.Binary,
        (OutcomeKind.Classes, _) => ModelTask.Classes,
        (OutcomeKind.Number, _) or (_, "generic/regression") => ModelTask.Number,
        (OutcomeKind.Count, _) or (_, "generic/counts") => ModelTask.Count,
        (_, "generic/classification") when plan.Data.Positive is null && Levels(table, schema) > 2 => ModelTask.Classes,
        _ => ModelTask.Binary,
    };

    static int Levels(Table table, Schema schema) => schema.Given.Target is { } name
        ? table.Category(name).Values.ToArray().Distinct().Count() : 0;
}
