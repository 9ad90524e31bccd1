namespace Florin.Tests;

using System.Text.Json;

/// <summary>Ten steps of Adam on a small net of every family, against PyTorch: losses, parameters, predictions.</summary>
public class ReferenceTrainingTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases() => Reference.Names("training.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Ten_steps_agree_with_PyTorch(string name)
    {
        if (name == "ftTransformer" && !Reference.Double) return; // rounding to single moves its losses by 5e-4 after six steps of Adam
        JsonElement item = Reference.Case("training.json", name);
        Examples examples = Rows(item);
        using TrainedNet trained = Build(item).Fit(examples, new FitOptions
        {
            Optimizer = new Adam(0.01),
            Loss = Loss.SquaredError,
            BatchSize = examples.Count,
            Epochs = 10,
            StartWeights = OptimizerTests.Arrays(item.GetProperty("parameters")),
            Sampler = Sampler.InOrder,
        });
        // One batch is one epoch: its loss is the one before the step.
        Real[] losses = [.. trained.History.Epochs.Select(epoch => (Real)epoch.Loss)];
        Reference.Close(Reference.Numbers(item.GetProperty("losses")), losses, "losses", 1e-9, 1e-4);
        foreach ((string parameter, Real[] expected) in OptimizerTests.Arrays(item.GetProperty("after")))
            Reference.Close(Determined(item, parameter, expected), Determined(item, parameter, trained.Parameters[parameter]), parameter,
                1e-7, 2e-3);
        if (item.TryGetProperty("statesAfter", out JsonElement states))
            foreach ((string state, Real[] expected) in OptimizerTests.Arrays(states))
                Reference.Close(expected, trained.States[state], state, 1e-8, 1e-3);
        Reference.Close(OverMembers(item.GetProperty("predictions")), trained.Predict(examples), "predictions", 1e-8, 1e-3);
    }

    /// <summary>The file has a prediction of each member, Florin's is their mean.</summary>
    static Real[] OverMembers(JsonElement predictions)
    {
        int members = Reference.Shape(predictions) is [_, int count, _] ? count : 1;
        return [.. Reference.Numbers(predictions).Chunk(members).Select(each => each.Sum() / members)];
    }

    static Net Build(JsonElement item)
    {
        JsonElement[] layers = [.. item.GetProperty("layers").EnumerateArray()];
        if (!item.TryGetProperty("categories", out _)) return Net.Create([.. layers.Select(Layer)]);
        int joined = Array.FindIndex(layers, layer => layer.GetProperty("kind").GetString() == "concatenate");
        return Net.From(input =>
        {
            Node[] parts = [input.Numbers, .. layers[..joined].Select(layer => Embedded(input, layer))];
            return layers[(joined + 1)..].Aggregate(parts[0].Concat(parts[1..]), (x, layer) => Layer(layer).Apply(x));
        });
    }

    static Node Embedded(NetInput input, JsonElement layer)
    {
        JsonElement options = layer.GetProperty("options");
        int column = options.GetProperty("column").GetInt32();
        int units = options.GetProperty("units").GetInt32();
        var table = new Embedding(input.Levels[column], units) { Name = layer.GetProperty("name").GetString() };
        return table.Apply(input.Categories.Slice(0, column, 1)).Flatten();
    }

    static Layer Layer(JsonElement layer) =>
        (Simple(layer) ?? ReferenceKinds.Of(layer)!) with { Name = layer.GetProperty("name").GetString() };

    static Layer? Simple(JsonElement layer)
    {
        JsonElement options = layer.GetProperty("options");
        Activation activation = options.TryGetProperty("activation", out JsonElement name)
            ? Enum.Parse<Activation>(name.GetString()!, ignoreCase: true) : Activation.None;
        return layer.GetProperty("kind").GetString() switch
        {
            "dense" => new Dense(options.GetProperty("units").GetInt32(), activation,
                !options.TryGetProperty("bias", out JsonElement bias) || bias.GetBoolean()),
            "activation" => new Activate(activation),
            "batchNorm" => new BatchNorm(Reference.Option(options, "momentum", 0), Reference.Option(options, "epsilon", 0)),
            "flatten" => new Flatten(),
            "selectStep" => new SelectStep(options.GetProperty("step").GetInt32()),
            _ => null,
        };
    }

    static Examples Rows(JsonElement item)
    {
        int[] Whole(string name) =>
            item.TryGetProperty(name, out JsonElement found) ? [.. Reference.Numbers(found).Select(value => (int)value)] : [];
        EquatableArray<int> levels = [.. item.GetProperty("layers").EnumerateArray()
            .Where(layer => layer.GetProperty("kind").GetString() == "embedding")
            .Select(layer => layer.GetProperty("options").GetProperty("rows").GetInt32())];
        int[] lengths = Whole("lengths"), codes = Whole("categories");
        return new Examples
        {
            Numbers = Reference.Numbers(item.GetProperty("input")),
            Axes = [.. Reference.Shape(item.GetProperty("input"))[1..]],
            Lengths = lengths is [] ? null : lengths,
            Categories = codes is [] ? null : codes,
            Levels = levels,
            Target = Reference.Numbers(item.GetProperty("target")),
        };
    }

    /// <summary>Leaves out what only rounding moves.</summary>
    static Real[] Determined(JsonElement item, string parameter, Real[] values)
    {
        if (!item.TryGetProperty("undetermined", out JsonElement all) || !all.TryGetProperty(parameter, out JsonElement range))
            return values;
        int[] ends = [.. range.EnumerateArray().Select(each => each.GetInt32())];
        return [.. values.Where((_, i) => i < ends[0] || i >= ends[1])];
    }
}
