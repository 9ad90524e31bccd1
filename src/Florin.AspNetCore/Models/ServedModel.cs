namespace Florin.AspNetCore;

using System.Collections.Concurrent;
using System.Collections.Immutable;

/// <summary>
/// One version of a model, as long as anyone answers with it. Whoever answers holds a lease; the model is freed with the last one, after a
/// newer version has taken its place.
/// </summary>
sealed class ServedModel
{
    readonly ConcurrentBag<RequestWork> idle = [];
    readonly FlorinServiceOptions options;

    // One lease belongs to the slot; at zero the model is gone and can be leased no more.
    int leases = 1;

    public ServedModel(string name, string sha256, byte[] file, string path, FlorinServiceOptions options)
    {
        Name = name;
        Sha256 = sha256;
        this.options = options;
        Model = ModelFile.Load(file, path, out ModelCard card);
        Card = card;
        CreditPolicy? policy = Model.Target is BinaryTarget ? CreditPolicy.Of(Model) : null;
        Added = policy?.Columns() ?? [];
        if (policy is { ApproveTo: { } limit, Changes: { } changes })
            WhatIf = (table, row, cancel) => new CounterfactualSearch(Model, changes).Find(table, row, limit, cancel);
        Explainer = Model.Reference is null ? null : new RowExplainer(Model);
        Reasons = ReasonExplainer.Of(Model);
        Columns =
        [
            .. Model.Features.Encoders.Select(encoder => ColumnGuide.Of(encoder, Model.Reading)),
                .. Beside(Model).Select(ColumnGuide.Beside),
        ];
    }

    /// <summary>Columns that a score needs and no input reads: exposure and offset.</summary>
    public static IEnumerable<string> Beside(Model model) =>
        model.Target.Beside.Where(name => model.Features.Encoders.All(encoder => encoder.Column != name));

    public string Name { get; }

    /// <summary>Of the whole file, in small letters, as the study tells it.</summary>
    public string Sha256 { get; }

    public Model Model { get; }

    public ModelCard Card { get; }

    /// <summary>What stands behind a score; empty: the model is none of credit.</summary>
    public IReadOnlyList<CreditColumn> Added { get; }

    public ImmutableArray<ColumnGuide> Columns { get; }

    /// <summary>Null: the model was trained on too few rows to have a reference.</summary>
    public RowExplainer? Explainer { get; }

    /// <summary>The reasons of declines; null: the model's file holds none.</summary>
    public ReasonExplainer? Reasons { get; }

    /// <summary>What would be approved instead of a row of a table; null: the model's file does not say what an applicant can
    /// change.</summary>
    public Func<Table, int, CancellationToken, CounterfactualAnswer>? WhatIf { get; }

    public bool IsFreed => Volatile.Read(ref leases) == 0;

    public bool TryLease()
    {
        for (int seen = Volatile.Read(ref leases); seen > 0;)
        {
            int before = Interlocked.CompareExchange(ref leases, seen + 1, seen);
            if (before == seen) return true;
            seen = before;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref leases) == 0) Model.Dispose();
    }

    /// <summary>What one request works with; taken again by the next.</summary>
    public RequestWork Rent() => idle.TryTake(out RequestWork? work) ? work : new RequestWork(this, options);

    public void Return(RequestWork work)
    {
        if (work.IsSmall) idle.Add(work);
    }
}
