namespace Florin.Tests;

using System.ComponentModel;
using System.Reflection;
using System.Text.Json.Nodes;

/// <summary>Every layer and every loss comes back from JSON as an equal value, and prints as the code that makes it.</summary>
public sealed class NetJsonTests
{
    /// <summary>The public layers of Florin; a new one is here without being named.</summary>
    public static TheoryData<Type> LayerTypes() =>
        [.. typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(LayerTypes))]
    public void A_layer_with_every_member_set_comes_back_equal_and_prints_as_code(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Layer layer = Sample(type, defaults: false);
        Net net = Net.Create([layer]);
        string json = NetJson.Write(net);
        Assert.Equal(net, NetJson.Read(json));
        Assert.Equal(layer.Kind, (string?)JsonNode.Parse(json)!["layers"]![0]!["kind"]);
        string expected = $"new {type.Name}({string.Join(", ", Arguments(layer))}) {{ {string.Join(", ", Members(layer))} }}";
        Assert.Equal(expected.Replace("() {", " {", StringComparison.Ordinal), layer.ToString());
    }

    [Theory]
    [MemberData(nameof(LayerTypes))]
    public void A_layer_with_nothing_but_what_it_must_have_comes_back_with_defaults(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Layer layer = Sample(type, defaults: true);
        JsonNode json = JsonNode.Parse(NetJson.Write([layer]))!;
        JsonObject written = json["layers"]![0]!.AsObject();
        string[] must = ["kind", .. Constructor(type).GetParameters().Where(each => !each.HasDefaultValue)
            .Select(each => Camel(each.Name!))];
        foreach (string name in written.Select(pair => pair.Key).Except(must).ToArray()) written.Remove(name);
        Assert.Equal([layer], NetJson.Read(json.ToJsonString()));
        Assert.DoesNotContain("{", layer.ToString());
    }

    [Theory]
    [MemberData(nameof(LayerTypes))]
    public void A_member_that_does_not_start_at_zero_says_so_to_the_reader(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        Layer layer = Sample(type, defaults: true);
        foreach (PropertyInfo member in InitOnly(type))
        {
            object? standard = member.GetCustomAttribute<DefaultValueAttribute>()?.Value;
            standard ??= member.PropertyType.IsValueType ? Activator.CreateInstance(member.PropertyType) : null;
            Assert.True(Equals(standard, member.GetValue(layer)),
                $"{type.Name}.{member.Name} needs [DefaultValue({member.GetValue(layer)})]");
        }
    }

    [Fact]
    public void Nets_print_as_code_with_counts()
    {
        Net net = [new Dense(128, Activation.Relu), new Dropout(0.1), new Dense(1, Bias: false) { Name = "out" }];
        Assert.Equal("""[new Dense(128, Activation.Relu), new Dropout(0.1), new Dense(1, Bias: false) { Name = "out" }]""", net.ToString());
        Assert.Equal("""
            [
                new Dense(128, Activation.Relu),             // 3,968 parameters
                new Dropout(0.1),
                new Dense(1, Bias: false) { Name = "out" },  // 128 parameters
            ]  // 4,096 parameters, 16 kB
            """.ReplaceLineEndings("\n"), net.Describe(InputShape.Of(30)));
        Assert.Equal(net.Describe(InputShape.Of(30)), (net with { Input = InputShape.Of(30) }).ToString());
        Assert.Equal("[]", Net.Create([]).ToString());
        Assert.Equal("Net.From(input => …)  // 4 parameters, 16 bytes",
            Net.From(input => new Dense(1).Apply(input.Numbers)).Describe(InputShape.Of(3)));
        Net deep = Net.Create([.. Enumerable.Repeat(new Dense(10), 9)]);
        Assert.StartsWith("[\n    new Dense(10),\n", deep.ToString(), StringComparison.Ordinal);
        Net misfit = Net.Create([new Dense(0)]) with { Input = InputShape.Of(3) };
        Assert.Equal("[new Dense(0)]", misfit.ToString());
    }

    [Fact]
    public void The_input_and_the_names_come_back_too()
    {
        Net net = Net.Create([new Embedding(9, 4) { LearningRate = 0.1, Decay = false }])
            with
        { Input = new InputShape(null, [3, 4], true) };
        Assert.Equal(net, NetJson.Read(NetJson.Write(net)));
        Assert.Equal(NetJson.Write(net), NetJson.Write(net));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"layers":[null]}""")]
    [InlineData("""{"layers":{"kind":"flatten"}}""")]
    [InlineData("""{"layers":[{"units":3}]}""")]
    [InlineData("""{"layers":[{"kind":"Dense","units":3}]}""")]
    [InlineData("""{"layers":[{"kind":"System.Diagnostics.Process","units":3}]}""")]
    [InlineData("""{"layers":[{"kind":["dense"],"units":3}]}""")]
    [InlineData("""{"layers":[{"kind":"dense"}]}""")]
    [InlineData("""{"layers":[{"kind":"dense","units":"3"}]}""")]
    [InlineData("""{"layers":[{"kind":"dense","units":3.5}]}""")]
    [InlineData("""{"layers":[{"kind":"dense","units":3,"unit":3}]}""")]
    [InlineData("""{"layers":[{"kind":"dense","units":3,"units":4}]}""")]
    [InlineData("""{"layers":[{"kind":"dense","units":3,"activation":3}]}""")]
    [InlineData("""{"layers":[{"kind":"dense","units":3,"activation":"Florin.Relu"}]}""")]
    [InlineData("""{"layers":[],"optimizer":"adam"}""")]
    public void What_is_no_net_is_refused(string json) =>
        Assert.Equal("FLR0423", Assert.Throws<FlorinException>(() => NetJson.Read(json)).Code);

    [Fact]
    public void Deep_nesting_is_refused()
    {
        string json = "{\"layers\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        Assert.Equal("FLR0423", Assert.Throws<FlorinException>(() => NetJson.Read(json)).Code);
    }

    [Fact]
    public void Code_is_not_stored()
    {
        Assert.Equal("FLR0421", Assert.Throws<FlorinException>(() => NetJson.Write(Net.From(input => input.Numbers))).Code);
        Assert.Equal("FLR0422", Assert.Throws<FlorinException>(() => NetJson.Write([new OwnLayer(3)])).Code);
        Assert.Equal("new OwnLayer(…)", new OwnLayer(3).ToString());
        Assert.Equal("FLR0421", Assert.Throws<FlorinException>(() => NetJson.Write(Loss.From((p, t) => (p - t).Abs()))).Code);
    }

    [Fact]
    public void Losses_come_back_equal_and_print_as_code()
    {
        Dictionary<string, Loss> losses = new()
        {
            ["Loss.SquaredError"] = Loss.SquaredError,
            ["Loss.BinaryCrossEntropy"] = Loss.Binary(),
            ["Loss.Binary(positiveWeight: 0.1)"] = Loss.Binary(0, 0.1),
            ["Loss.Binary(smoothing: 0.05, positiveWeight: 3)"] = Loss.Binary(0.05, 3),
            ["Loss.CategoricalCrossEntropy"] = Loss.Categorical(),
            ["Loss.Categorical(smoothing: 0.1)"] = Loss.Categorical(0.1),
            ["Loss.Huber()"] = Loss.Huber(),
            ["Loss.Huber(delta: 1.5)"] = Loss.Huber(1.5),
            ["Loss.Tweedie(power: 1.7)"] = Loss.Tweedie(1.7),
            ["Loss.Focal()"] = Loss.Focal(),
            ["Loss.Focal(alpha: 0.25)"] = Loss.Focal(2, 0.25),
            ["Loss.Quantile(0.05, 0.5, 0.95)"] = Loss.Quantile(0.05, 0.5, 0.95),
        };
        foreach (PropertyInfo named in typeof(Loss).GetProperties(BindingFlags.Public | BindingFlags.Static))
            losses["Loss." + named.Name] = (Loss)named.GetValue(null)!;
        foreach (var (code, loss) in losses)
        {
            Assert.Equal(code, loss.ToString());
            Assert.Equal(loss, NetJson.ReadLoss(NetJson.Write(loss)));
        }

        string[] factories = [.. typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(Loss) && !method.IsSpecialName && method.Name != "From")
            .Select(method => method.Name)];
        Assert.All(factories, name => Assert.Contains(losses.Keys, code => code.StartsWith($"Loss.{name}(", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("FLR0423", """{"kind":"mse"}""")]
    [InlineData("FLR0423", """{"kind":"huber","alpha":1}""")]
    [InlineData("FLR0423", """{"kind":"huber","delta":"1"}""")]
    [InlineData("FLR0423", """{"kind":"huber","delta":1,"delta":1}""")]
    [InlineData("FLR0423", """{"kind":7}""")]
    [InlineData("FLR0423", """["huber"]""")]
    [InlineData("FLR0103", """{"kind":"quantile","levels":[null]}""")]
    [InlineData("FLR0103", """{"kind":"quantile"}""")]
    [InlineData("FLR0103", """{"kind":"huber","delta":-1}""")]
    public void What_is_no_loss_is_refused(string code, string json) =>
        Assert.Equal(code, Assert.Throws<FlorinException>(() => NetJson.ReadLoss(json)).Code);

    static ConstructorInfo Constructor(Type type) => type.GetConstructors().OrderByDescending(each => each.GetParameters().Length).First();

    static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <summary>A layer by its constructor; with <paramref name="defaults"/>, what has a default keeps it.</summary>
    static Layer Sample(Type type, bool defaults)
    {
        object?[] arguments = [.. Constructor(type).GetParameters().Select(each =>
            each.HasDefaultValue && defaults ? Standard(each) : Other(each.ParameterType, each.HasDefaultValue ? Standard(each) : null))];
        var layer = (Layer)Constructor(type).Invoke(arguments);
        if (!defaults)
            foreach (PropertyInfo member in InitOnly(type)) member.SetValue(layer, Other(member.PropertyType, member.GetValue(layer)));
        return layer;
    }

    static object? Standard(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null when parameter.ParameterType.IsValueType => Activator.CreateInstance(parameter.ParameterType),
        int number when Nullable.GetUnderlyingType(parameter.ParameterType) is { IsEnum: true } choice => Enum.ToObject(choice, number),
        var value => value,
    };

    /// <summary>A value of the type that is not the given one.</summary>
    static object Other(Type type, object? than)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(int)) return (than as int? ?? 2) + 3;
        if (type == typeof(double)) return (than as double? ?? 0) + 0.25;
        if (type == typeof(bool)) return than is not true;
        if (type == typeof(string)) return "a \"name\"";
        if (type.IsEnum) return Enum.GetValues(type).Cast<object>().First(value => !value.Equals(than));
        if (type == typeof(EquatableArray<int>)) return (EquatableArray<int>)[3, 2];
        if (type == typeof(EquatableArray<double>)) return (EquatableArray<double>)[-0.5, 1.25];
        if (type == typeof(EquatableArray<EquatableArray<double>>)) return (EquatableArray<EquatableArray<double>>)[[-0.5, 1.25], [0]];
        if (type == typeof(Layer)) return new Dense(7) { Name = "inner" };
        if (type == typeof(EquatableArray<Layer>)) return (EquatableArray<Layer>)[new Dense(7), new Flatten()];
        if (type == typeof(EquatableArray<EquatableArray<Layer>>)) return (EquatableArray<EquatableArray<Layer>>)[[new Dense(7)], []];
        throw new NotSupportedException($"the test knows no example of {type}; add one");
    }

    static IEnumerable<string> Arguments(Layer layer) =>
        Constructor(layer.GetType()).GetParameters().Select(each => Code(layer.GetType().GetProperty(each.Name!)!.GetValue(layer)));

    static IEnumerable<string> Members(Layer layer) =>
        InitOnly(layer.GetType()).Select(each => $"{each.Name} = {Code(each.GetValue(layer))}");

    /// <summary>Members that are not of the constructor, the layer's own first.</summary>
    static IEnumerable<PropertyInfo> InitOnly(Type type)
    {
        string?[] arguments = [.. Constructor(type).GetParameters().Select(each => each.Name)];
        return type.GetProperties().Where(member => member.CanWrite && !arguments.Contains(member.Name))
            .OrderBy(member => member.DeclaringType == typeof(Layer));
    }

    static string Code(object? value) => value switch
    {
        string text => "\"" + text.Replace("\"", "\\\"", StringComparison.Ordinal) + "\"",
        bool flag => flag ? "true" : "false",
        Enum choice => $"{choice.GetType().Name}.{choice}",
        double number => number.ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        System.Collections.IEnumerable list => "[" + string.Join(", ", list.Cast<object>().Select(Code)) + "]",
        _ => $"{value}",
    };

    sealed record OwnLayer(int Units) : Layer
    {
        public override Node Build(Node x) => x;
    }
}
