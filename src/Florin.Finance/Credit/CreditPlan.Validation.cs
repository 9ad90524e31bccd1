namespace Florin;

using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>Rating grades as a plan asks for them: how many, or where they end.</summary>
[JsonConverter(typeof(GradesJson))]
public sealed record GradesPlan
{
    /// <summary>How many, 1 to 50; null where the bounds are given.</summary>
    public int? Count { get; init; }

    /// <summary>The highest PD of each grade, rising; empty where the number is given.</summary>
    public EquatableArray<double> Uppers { get; init; }
}

/// <summary>A number, or a list of upper PDs.</summary>
sealed class GradesJson : JsonConverter<GradesPlan>
{
    public override GradesPlan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? new GradesPlan { Count = reader.GetInt32() }
            : new GradesPlan { Uppers = JsonSerializer.Deserialize(ref reader, PlanJson.Default.EquatableArrayDouble) };

    public override void Write(Utf8JsonWriter writer, GradesPlan value, JsonSerializerOptions options)
    {
        if (value.Count is { } count) writer.WriteNumberValue(count);
        else JsonSerializer.Serialize(writer, value.Uppers, PlanJson.Default.EquatableArrayDouble);
    }
}

/// <summary>What a validator asks beyond what every credit study shows.</summary>
public sealed record ValidationPlan
{
    /// <summary>The AUC at the model's first validation, with which that of the test rows is compared; above 0 to 1.</summary>
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double? InitialAuc { get; init; }

    /// <summary>Bins of one's own for the stability of number columns: the rising upper edges of all bins but the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<EquatableArray<double>> Bins { get; init; }

    /// <summary>Relative changes of number columns under stress, such as -0.2 for a fifth less.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public PlanMap<double> Stress { get; init; }

    /// <summary>The column of an old score to compare with; it is never an input.</summary>
    public string? Benchmark { get; init; }
}

/// <summary>What is wrong with the validation part of a plan.</summary>
static class ValidationRules
{
    const string Key = "credit.validation";

    public static IEnumerable<PlanProblem> Of(Plan plan)
    {
        if (plan.Credit is not { } credit) yield break;
        if (credit.Grades is { Count: null } grades && !Rises(grades.Uppers, above: 0, most: 1))
            yield return new PlanProblem("FLR1520", "credit.grades", "these are no rating grades")
            {
                Expected = "a number, or upper PDs above 0 and at most 1, each above the one before, at most 50",
            };
        if (credit is { CentralTendency: not null, SamplingRate: not null })
            yield return new PlanProblem("FLR1521", "credit.samplingRate", "a central tendency and a sampling rate exclude each other")
            {
                Fix = "keep one: both move the log odds of every PD by one number",
            };
        foreach ((string column, EquatableArray<double> edges) in credit.Validation?.Bins ?? [])
            if (!Rises(edges, double.NegativeInfinity, double.MaxValue))
                yield return new PlanProblem("FLR1522", $"{Key}.bins.{column}", "edges of bins rise")
                {
                    Found = edges.Count == 0 ? "none" : string.Join(", ", edges.Select(Numbers.Text)),
                    Expected = "one edge or more, each above the one before",
                };
        foreach ((string column, double change) in credit.Validation?.Stress ?? [])
            if (!(change > -1 && change <= 100))
                yield return new PlanProblem("FLR1522", $"{Key}.stress.{column}", "a relative change is out of its range")
                {
                    Found = Numbers.Text(change),
                    Expected = "above -1 and at most 100, such as -0.2 for a fifth less",
                };
    }

    /// <summary>The columns that it names, with their keys.</summary>
    public static IEnumerable<(string Key, string Column)> Named(Plan plan) => plan.Credit?.Validation is not { } asked ? [] :
    [
        .. asked.Bins.Keys.Select(column => ($"{Key}.bins.{column}", column)),
        .. asked.Stress.Keys.Select(column => ($"{Key}.stress.{column}", column)),
        .. asked.Benchmark is { } old ? [($"{Key}.benchmark", old)] : (ReadOnlySpan<(string, string)>)[],
    ];

    /// <summary>Columns that are named and hold no numbers, and stress of what is no input.</summary>
    public static IEnumerable<PlanProblem> Kinds(Plan plan, Table table)
    {
        (Role, string As, string Column)[] roles = [.. plan.ToRoles().All()];
        foreach ((string key, string name) in Named(plan))
            if (table.Contains(name) && table[name] is not NumberColumn)
                yield return new PlanProblem("FLR1523", key, $"\"{name}\" does not hold numbers")
                {
                    Found = $"a column of kind {table[name].Kind}",
                    Fix = "name a column of numbers",
                };
            else if (key.StartsWith($"{Key}.stress.", StringComparison.Ordinal)
                && Array.Find(roles, role => role.Column == name) is { As: { } role })
                yield return new PlanProblem("FLR1523", key, $"\"{name}\" is no input")
                {
                    Found = $"it is the plan's {role}",
                    Fix = "name an input",
                };
    }

    /// <summary>The roles with the old score left out of the inputs.</summary>
    public static ColumnRoles On(Plan plan, ColumnRoles roles) => plan.Credit?.Validation?.Benchmark is { } old
        && roles.All().All(role => role.Column != old) ? roles with { Drop = [.. roles.Drop, old] } : roles;

    static bool Rises(EquatableArray<double> bounds, double above, double most)
    {
        if (bounds.Count is 0 or > MasterScale.Most) return false;
        foreach (double bound in bounds)
        {
            if (!(bound > above && bound <= most)) return false;
            above = bound;
        }

        return true;
    }
}
