namespace Florin.Finance.Tests.Credit;

using static ReasonCases;

/// <summary>Records of decisions that are recomputed.</summary>
public sealed class ReasonRecordTests : IDisposable
{
    static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(7 * i))];

    readonly SplitTable split = Split(3000, 11);
    readonly Model model;
    readonly int row;

    public ReasonRecordTests()
    {
        model = Fit(split, "mlp", epochs: 6);
        row = Declined(model, split.Test)[0];
    }

    public void Dispose() => model.Dispose();

    /// <summary>Written, read, and explained again by the model as it comes from its file: the same answer, bit for bit.</summary>
    [Fact]
    public void A_record_gives_the_same_answer_from_the_files()
    {
        using var file = new MemoryStream();
        model.Save(file, "loans", "credit/default-risk");
        using Model later = ModelFile.Load(file.ToArray(), "loans", out _);
        foreach (byte[] key in new[] { [], Key })
        {
            string text = ReasonRecord.Of(model, "ab", split.Test, row, key).ToJson();
            ReasonRecord record = ReasonRecord.FromJson(text);
            Assert.Equal(text, record.ToJson());
            Assert.Empty(record.Recompute(later, "ab", split.Test, row, key));
        }

        Assert.Empty(ReasonRecord.Of(model, "ab", split.Test, row).Recompute(later, "ab"));
    }

    [Fact]
    public void What_differs_is_told()
    {
        ReasonRecord record = ReasonRecord.Of(model, "ab", split.Test, row);
        Assert.Equal(["another model file"], record.Recompute(model, "cd", split.Test, row));
        Table other = split.Test.Rows([row]).With(new NumberColumn("debt_ratio", [0.999]));
        Assert.Contains("the model reads other inputs", record.Recompute(model, "ab", other, 0));
        Assert.Contains("other attributions", record.Recompute(model, "ab", other, 0));
        Model renamed = WithReasons(model, split.Train.Table, new CreditPlan
        {
            Reasons = new ReasonPlan { Groups = [By("R1", new ReasonGroupPlan { Columns = ["debt_ratio"] })] },
        });
        Assert.Contains("another list of reasons", record.Recompute(renamed, "ab", split.Test, row));
        Assert.DoesNotContain("another reference", record.Recompute(renamed, "ab", split.Test, row));
    }

    /// <summary>With a key neither cells nor inputs are kept, and nobody without it can try rows out.</summary>
    [Fact]
    public void With_a_key_it_holds_no_cell()
    {
        ReasonRecord record = ReasonRecord.Of(model, "ab", split.Test, row, Key);
        Assert.Null(record.Inputs);
        Assert.All(record.Reasons.Reasons, reason => Assert.Equal("", reason.Text));
        byte[] another = [.. Key.Reverse()];
        Assert.Equal(["the model reads other inputs"], record.Recompute(model, "ab", split.Test, row, another));
        ScorecardCases.Refused("FLR1561", () => record.Recompute(model, "ab", split.Test, row));
        ScorecardCases.Refused("FLR1561", () => record.Recompute(model, "ab"));
        ScorecardCases.Refused("FLR1561", () => ReasonRecord.Of(model, "ab", split.Test, row, [1, 2]));
        ScorecardCases.Refused("FLR1506", () => ReasonRecord.FromJson("{}"));
    }

    /// <summary>The hash is HMAC-SHA256 (RFC 2104) of the inputs as little-endian singles, by the platform's own bytes.</summary>
    [Fact]
    public void The_hash_is_the_standard_one()
    {
        float[] inputs = model.Features.Encode(split.Test.Rows([row])).Numbers;
        byte[] bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(inputs.AsSpan()).ToArray();
        using var hmac = new System.Security.Cryptography.HMACSHA256(Key);
        Assert.Equal(Convert.ToHexStringLower(hmac.ComputeHash(bytes)), ReasonRecord.Of(model, "ab", split.Test, row, Key).InputsHash);
    }
}
