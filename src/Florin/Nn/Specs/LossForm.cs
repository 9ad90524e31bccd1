namespace Florin;

using System.Text.Json;
using System.Text.Json.Nodes;
using Florin.Graph;

/// <summary>A loss by name: its settings, how it is made from them and which they are.</summary>
/// <param name="Kind">The name in files and, capitalised, in code.</param>
/// <param name="Settings">Names and defaults; a default of NaN stands for null.</param>
/// <param name="Make">From settings to loss.</param>
/// <param name="Take">From loss to settings, or null when the loss is of another form.</param>
sealed record LossForm(string Kind, (string Name, double Default)[] Settings, Func<double[], Loss> Make, Func<Loss, double[]?> Take)
{
    static readonly LossForm[] All =
    [
        new("squaredError", [], _ => Loss.SquaredError, Only(Loss.SquaredError)),
        new("absoluteError", [], _ => Loss.AbsoluteError, Only(Loss.AbsoluteError)),
        new("hinge", [], _ => Loss.Hinge, Only(Loss.Hinge)),
        new("poisson", [], _ => Loss.Poisson, Only(Loss.Poisson)),
        new("gamma", [], _ => Loss.Gamma, Only(Loss.Gamma)),
        new("gaussian", [], _ => Loss.Gaussian, Only(Loss.Gaussian)),
        new("studentT", [], _ => Loss.StudentT, Only(Loss.StudentT)),
        new("binaryCrossEntropy", [], _ => Loss.BinaryCrossEntropy, Only(Loss.BinaryCrossEntropy)),
        new("categoricalCrossEntropy", [], _ => Loss.CategoricalCrossEntropy, Only(Loss.CategoricalCrossEntropy)),
        new("binary", [("smoothing", 0), ("positiveWeight", 1)], a => Loss.Binary(a[0], a[1]),
            Element(LossKind.BinaryCrossEntropy, e => [e.Setting[0], e.Second])),
        new("categorical", [("smoothing", 0)], a => Loss.Categorical(a[0]), x => x is CategoricalLoss found ? [found.Smoothing] : null),
        new("huber", [("delta", 1)], a => Loss.Huber(a[0]), Element(LossKind.Huber, e => [e.Setting[0]])),
        new("tweedie", [("power", 1.5)], a => Loss.Tweedie(a[0]), Element(LossKind.Tweedie, e => [e.Setting[0]])),
        new("focal", [("gamma", 2), ("alpha", double.NaN)], a => Loss.Focal(a[0], double.IsNaN(a[1]) ? null : a[1]),
            Element(LossKind.Focal, e => [e.Setting[0], e.Second < 0 ? double.NaN : e.Second])),
        new("quantile", [], Loss.Quantile, Element(LossKind.Quantile, e => [.. e.Setting])) { List = "levels" },
    ];

    /// <summary>The name of the list that stands in place of settings.</summary>
    string? List { get; init; }

    public static JsonObject Write(Loss loss)
    {
        var (form, values) = Of(loss) ?? throw new FlorinException("FLR0421", "a loss made by Loss.From is code: no file can hold it",
            fix: "use one of Florin's losses, or keep the code");
        var json = new JsonObject { ["kind"] = form.Kind };
        if (form.List is not null) json[form.List] = new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        for (int i = 0; i < form.Settings.Length; i++)
            if (!double.IsNaN(values[i])) json[form.Settings[i].Name] = values[i];
        return json;
    }

    public static Loss Read(JsonNode node)
    {
        JsonObject json = node.AsObject();
        string kind = json["kind"]?.GetValue<string>() ?? throw new JsonException("a loss has a kind");
        LossForm form = All.FirstOrDefault(form => form.Kind == kind) ?? throw new JsonException($"no loss has the kind {kind}");
        string?[] names = ["kind", form.List, .. form.Settings.Select(setting => setting.Name)];
        foreach (var (name, _) in json) if (!names.Contains(name)) throw new JsonException($"the loss {kind} has no {name}");
        return form.Make(form.List is null
            ? [.. form.Settings.Select(setting => json[setting.Name]?.GetValue<double>() ?? setting.Default)]
            : [.. (json[form.List]?.AsArray() ?? []).Select(value => value?.GetValue<double>() ?? double.NaN)]);
    }

    /// <summary>The code that makes the loss.</summary>
    public static string Code(Loss loss)
    {
        if (Of(loss) is not var (form, values)) return "Loss.From(…)";
        string name = "Loss." + char.ToUpperInvariant(form.Kind[0]) + form.Kind[1..];
        List<string> arguments = form.List is null ? [] : [.. values.Select(value => SpecCode.Value(value))];
        for (int i = 0; i < form.Settings.Length; i++)
            if (!values[i].Equals(form.Settings[i].Default)) arguments.Add($"{form.Settings[i].Name}: {SpecCode.Value(values[i])}");
        return form.List is null && form.Settings.Length == 0 ? name : $"{name}({string.Join(", ", arguments)})";
    }

    static (LossForm Form, double[] Values)? Of(Loss loss)
    {
        foreach (LossForm form in All) if (form.Take(loss) is { } values) return (form, values);
        return null;
    }

    static Func<Loss, double[]?> Only(Loss loss) => found => found.Equals(loss) ? [] : null;

    static Func<Loss, double[]?> Element(LossKind kind, Func<ElementLoss, double[]> settings) =>
        loss => loss is ElementLoss element && element.Formula == kind ? settings(element) : null;
}
