namespace Florin;

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

/// <summary>
/// What a lender keeps of a decision, so that the same answer can be given years later: which model, whom the applicant was compared with,
/// which list, what the model read, and what came of it. With a key it holds no cell of the applicant.
/// </summary>
/// <param name="ModelSha256">Of the model file, in small letters.</param>
/// <param name="ReferenceSha256">Of whom applicants are compared with.</param>
/// <param name="ListSha256">Of the list of reasons and its words.</param>
/// <param name="Inputs">The row as the model read it, after scaling; null: only its hash is kept.</param>
/// <param name="InputsHash">HMAC-SHA256 of the inputs under the lender's key; null: the inputs are kept.</param>
/// <param name="Reasons">What came of it. With a key, without words.</param>
/// <param name="Policy">The policy of the model, as JSON.</param>
public sealed record ReasonRecord(string ModelSha256, string ReferenceSha256, string ListSha256, ImmutableArray<float>? Inputs,
    string? InputsHash, ReasonSet Reasons, string Policy)
{
    /// <summary>Whether reasons were told of an approved applicant, too.</summary>
    public bool EvenApproved { get; init; }

    /// <summary>The record of one decision.</summary>
    /// <param name="model">A model whose file holds reasons.</param>
    /// <param name="modelSha256">Of its file, as the study and the service tell it.</param>
    /// <param name="table">Rows with the model's columns.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="key">A secret of 16 bytes or more: then neither inputs nor words are kept. Empty: they are.</param>
    /// <param name="evenApproved">As in <see cref="ReasonExplainer.Explain(Table, int, bool, CancellationToken)"/>.</param>
    /// <exception cref="FlorinException">As <see cref="ReasonExplainer"/>; FLR1561: a key that is too short.</exception>
    public static ReasonRecord Of(Model model, string modelSha256, Table table, int row, ReadOnlySpan<byte> key = default,
        bool evenApproved = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(modelSha256);
        ArgumentNullException.ThrowIfNull(table);
        var explainer = new ReasonExplainer(model);
        ReasonSet found = explainer.Explain(table, row, evenApproved);
        float[] inputs = model.Features.Encode(table.Rows([row])).Numbers;
        bool plain = key.IsEmpty;
        return new ReasonRecord(modelSha256, explainer.Policy.ReferenceSha256, explainer.Policy.ListSha256, plain ? [.. inputs] : null,
            plain ? null : Hash(inputs, key), plain ? found : Wordless(found), model.Policy!)
        { EvenApproved = evenApproved };
    }

    /// <summary>Explains a row again and compares.</summary>
    /// <param name="model">The model of today.</param>
    /// <param name="modelSha256">Of its file.</param>
    /// <param name="table">Rows with the model's columns.</param>
    /// <param name="row">The same applicant, from 0.</param>
    /// <param name="key">The key of the record; empty where it has none.</param>
    /// <returns>Everything that differs, in words without cells; empty: the same answer.</returns>
    /// <exception cref="FlorinException">As <see cref="Of"/>; FLR1561: the record needs its key.</exception>
    public ImmutableArray<string> Recompute(Model model, string modelSha256, Table table, int row, ReadOnlySpan<byte> key = default)
    {
        if (InputsHash is not null == key.IsEmpty)
            throw new FlorinException("FLR1561", "the key does not fit the record", "key", key.IsEmpty ? "none" : "a key",
                key.IsEmpty ? "give the key that the record was made with" : "leave it out: the record has no key");
        return Differences(Of(model, modelSha256, table, row, key, EvenApproved));
    }

    /// <summary>Explains what the record holds again, without the applicant's row, and compares; the words are not made again.</summary>
    /// <inheritdoc cref="Recompute(Model, string, Table, int, ReadOnlySpan{byte})"/>
    public ImmutableArray<string> Recompute(Model model, string modelSha256)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (Inputs is not { } inputs)
            throw new FlorinException("FLR1561", "the record holds no inputs", "ReasonRecord", "a keyed hash", "give the row, too");
        if (inputs.Length != model.Features.Width) return ["the model reads other inputs"];
        var explainer = new ReasonExplainer(model);
        var rows = new EncodedRows(1, inputs.Length);
        inputs.CopyTo(rows.Numbers);
        ReasonSet found = explainer.Explain(rows, EvenApproved, default);
        return (this with { Reasons = Wordless(Reasons) }).Differences(new ReasonRecord(modelSha256, explainer.Policy.ReferenceSha256,
            explainer.Policy.ListSha256, inputs, null, found, model.Policy!));
    }

    /// <summary>As JSON that <see cref="FromJson"/> reads.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, CreditJson.Default.ReasonRecord);

    /// <summary>Reads JSON.</summary>
    /// <exception cref="FlorinException">FLR1506: it is no record of reasons.</exception>
    public static ReasonRecord FromJson(string json)
    {
        ReasonRecord record = CreditJson.Read(json, CreditJson.Default.ReasonRecord, "a record of reasons");
        return record.Reasons is null || record.Reasons.Reasons.IsDefault || record.Reasons.Shares.IsDefault || record.Policy is null
            || record.Inputs is null == record.InputsHash is null
                ? throw CreditJson.Unfit("a record of reasons", "a part is missing") : record;
    }

    ImmutableArray<string> Differences(ReasonRecord other)
    {
        (bool Same, string What)[] parts =
        [
            (ModelSha256 == other.ModelSha256, "another model file"), (Policy == other.Policy, "another policy"),
            (ReferenceSha256 == other.ReferenceSha256, "another reference"), (ListSha256 == other.ListSha256, "another list of reasons"),
            (InputsHash == other.InputsHash && Same(Inputs, other.Inputs), "the model reads other inputs"),
            (Reasons.Pd.Equals(other.Reasons.Pd), "another PD"), (Reasons.Declined == other.Reasons.Declined, "another decision"),
            (Reasons.Shares.SequenceEqual(other.Reasons.Shares), "other attributions"),
            (Reasons.Reasons.SequenceEqual(other.Reasons.Reasons), "other reasons"),
        ];
        return [.. parts.Where(part => !part.Same).Select(part => part.What)];
    }

    static bool Same(ImmutableArray<float>? one, ImmutableArray<float>? other) =>
        one is { } left && other is { } right ? left.SequenceEqual(right) : one is null && other is null;

    static ReasonSet Wordless(ReasonSet found) =>
        found with { Reasons = [.. found.Reasons.Select(reason => reason with { Text = "" })] };

    static string Hash(float[] inputs, ReadOnlySpan<byte> key)
    {
        if (key.Length < 16)
            throw new FlorinException("FLR1561", "the key is too short", "key", $"{key.Length} bytes", "give 16 bytes or more");
        byte[] bytes = new byte[4 * inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), inputs[i]);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, bytes));
    }
}
