namespace Florin.Graph;

/// <summary>Collects operations while layers build; keeps the scope that names them, and gives equal pure operations one value.</summary>
sealed class GraphBuilder
{
    readonly Dictionary<string, (ParameterSpec Spec, Node Node)> parameters = [];
    readonly Dictionary<string, (StateSpec Spec, Node Node)> states = [];
    readonly Dictionary<Key, Operation> known = [];
    readonly List<Operation> operations = [];
    readonly List<(string Name, Node Value)> stateUpdates = [];
    readonly List<(string Name, Node Value)> named = [];
    readonly List<(Node Input, string Path, Action<StartingRows> Find)> starts = [];
    readonly Stack<Scope> scopes = new([new Scope("", 1, true)]);

    public GraphBuilder(bool training) => Training = training;

    public bool Training { get; }

    /// <summary>Steps of each row's sequence, and the extent of the time axis they speak of.</summary>
    public (Node Node, int Steps)? Lengths { get; set; }

    public IReadOnlyList<Operation> Operations => operations;

    /// <summary>In order of first use.</summary>
    public IEnumerable<(ParameterSpec Spec, Node Node)> Parameters => parameters.Values;

    public IEnumerable<(StateSpec Spec, Node Node)> States => states.Values;

    public IReadOnlyList<(string Name, Node Value)> StateUpdates => stateUpdates;

    /// <summary>What each layer gave, by path: the values that a trace shows.</summary>
    public IReadOnlyList<(string Name, Node Value)> Named => named;

    /// <summary>Layers whose start is found from rows of their input, in order: a later one sees what the earlier ones found.</summary>
    public IReadOnlyList<(Node Input, string Path, Action<StartingRows> Find)> Starts => starts;

    public string Path => scopes.Peek().Path;

    /// <summary>
    /// Before training, <paramref name="find"/> sees rows of the input and writes parameters or states of the layer being built.
    /// </summary>
    public void StartFromRows(Node input, Action<StartingRows> find) => starts.Add((input, Path, find));

    /// <summary>Builds under the path of a layer that was built before (its gradient, say).</summary>
    public void At(string path, Action build)
    {
        scopes.Push(new Scope(path, 1, true));
        try
        {
            build();
        }
        finally
        {
            scopes.Pop();
        }
    }

    public Node Add(Op op, Node[] sources, params Shape[] outputs) => AddOperation(op, sources, outputs).Outputs[0];

    public Operation AddOperation(Op op, Node[] sources, params Shape[] outputs)
    {
        var key = new Key(op, sources);
        if (op.Pure && known.TryGetValue(key, out Operation? same)) return same;
        var operation = new Operation(this, operations.Count, op, sources, outputs, Path);
        operations.Add(operation);
        if (op.Pure) known[key] = operation;
        return operation;
    }

    public Node Parameter(string name, Shape shape, Init init, bool decay = true, double rateFactor = 1)
    {
        Scope scope = scopes.Peek();
        string full = Join(scope.Path, name);
        if (parameters.TryGetValue(full, out var known)) return known.Node;
        var spec = new ParameterSpec(full, shape, init, decay && scope.Decay, rateFactor * scope.RateFactor);
        Node node = Add(new ParameterSource(full), [], shape);
        parameters.Add(full, (spec, node));
        return node;
    }

    public Node State(string name, Shape shape, double start)
    {
        string full = Join(Path, name);
        if (states.TryGetValue(full, out var known)) return known.Node;
        Node node = Add(new StateSource(full), [], shape);
        states.Add(full, (new StateSpec(full, shape, start), node));
        return node;
    }

    public void UpdateState(Node state, Node value) => stateUpdates.Add((((StateSource)state.Origin.Op).Path, value));

    /// <summary>Runs <paramref name="build"/> inside a scope named by kind and ordinal (or by the given name).</summary>
    public Node Within(string kind, string? name, double rateFactor, bool decay, Func<Node> build)
    {
        Scope parent = scopes.Peek();
        string own = name ?? kind + parent.Next(kind);
        scopes.Push(new Scope(Join(parent.Path, own), parent.RateFactor * rateFactor, parent.Decay && decay));
        try
        {
            Node node = build();
            named.Add((Path, node));
            return node;
        }
        finally
        {
            scopes.Pop();
        }
    }

    static string Join(string path, string name) => path.Length == 0 ? name : path + "." + name;

    sealed class Scope(string path, double rateFactor, bool decay)
    {
        readonly Dictionary<string, int> counts = [];

        public string Path => path;

        public double RateFactor => rateFactor;

        public bool Decay => decay;

        public int Next(string kind) => counts[kind] = counts.GetValueOrDefault(kind) + 1;
    }

    readonly struct Key(Op op, Node[] sources) : IEquatable<Key>
    {
        readonly Op op = op;
        readonly Node[] sources = sources;

        public bool Equals(Key other) => op.Equals(other.op) && sources.AsSpan().SequenceEqual(other.sources);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(op);
            foreach (Node source in sources) hash.Add(source);
            return hash.ToHashCode();
        }
    }
}
