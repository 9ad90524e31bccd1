namespace Florin.Tests.Features;

using System.Collections.Immutable;

public class FittedFeaturesTests
{
    static readonly FeatureOptions Options = new()
    {
        Scaling = NumberScaling.Standard,
        Special = ImmutableDictionary<string, ImmutableArray<double>>.Empty.Add("months", [-9]),
    };

    [Fact]
    public void Missing_codes_and_levels_have_inputs_of_their_own()
    {
        FittedFeatures features = Fit(Table());
        Assert.Equal(["income", "income missing", "months", "months = -9", "purpose = car", "purpose = home", "purpose = other"],
            features.Names);
        Assert.Equal(["fixed"], features.Unused);
        EncodedRows rows = features.Encode(Florin.Table.From(
            new NumberColumn("income", [double.NaN, 50]), new NumberColumn("months", [-9, 3]), new NumberColumn("fixed", [1, 1]),
            CategoryColumn.From("purpose", ["boat", "home"])));
        Assert.Equal([0, 1, 0, 1, 0, 0, 1], rows.Numbers[..7]);
        Assert.Equal([0, 0, 0, 1, 0], [rows.Numbers[8], .. rows.Numbers[10..14]]);
        Assert.All([rows.Numbers[7], rows.Numbers[9]], scaled => Assert.NotEqual(0, scaled));
        Assert.Equal(1, rows.UnknownCells);
    }

    [Fact]
    public void Amounts_are_told_from_yes_and_no()
    {
        Table table = Table().With(new NumberColumn("owner", [.. Enumerable.Range(0, 40).Select(i => i % 8 == 0 ? 2.0 : 1)]))
            .With(new NumberColumn("lone", [.. Enumerable.Range(0, 40).Select(i => i == 3 ? 2.0 : 1)]))
            .With(new NumberColumn("gap", [.. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? double.NaN : 7)]));
        FittedFeatures features = Fit(table);
        string[] amounts = [.. features.Names.Where((_, input) => features.Amounts[input])];
        Assert.Equal(["income", "months", "lone"], amounts);
        int owner = features.Names.IndexOf("owner");
        EncodedRows rows = features.Encode(table);
        Assert.Equal([1, -1, -1], [.. Enumerable.Range(0, 3).Select(row => rows.Numbers[row * rows.Width + owner])]);
        Assert.Equal(rows.Numbers, FittedFeatures.FromJson(features.ToJson()).Encode(table).Numbers);
        Assert.Throws<FlorinException>(() => FittedFeatures.FromJson(features.ToJson().Replace("\"high\": 2", "\"high\": 1",
            StringComparison.Ordinal)));
    }

    [Fact]
    public void Steps_survive_a_file_to_the_bit()
    {
        FittedFeatures features = Fit(Table()), read = FittedFeatures.FromJson(features.ToJson());
        Assert.Equal(features.ToJson(), read.ToJson());
        Assert.Equal(features.Encode(Table()).Numbers, read.Encode(Table()).Numbers);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"encoders\": []}")]
    [InlineData("{\"encoders\": [{\"kind\": \"System.IO.File\", \"column\": \"a\"}]}")]
    [InlineData("{\"encoders\": null}")]
    public void A_damaged_file_is_refused(string json) =>
        Assert.Equal("FLR0554", Assert.Throws<FlorinException>(() => FittedFeatures.FromJson(json)).Code);

    [Fact]
    public void An_absent_column_is_named_with_the_nearest_name()
    {
        Table given = Table();
        Table renamed = given.Without("income").With(given["income"].Renamed("incone"));
        FlorinException error = Assert.Throws<FlorinException>(() => Fit(Table()).Encode(renamed));
        Assert.Equal("FLR0507", error.Code);
        Assert.Contains("incone", error.Message);
    }

    [Fact]
    public void Text_in_a_number_column_is_an_error_that_does_not_repeat_it()
    {
        Table given = Table();
        Table wrong = given.Without("income").With(CategoryColumn.From("income", Enumerable.Repeat<string?>("canary-7731",
            given.RowCount)));
        FlorinException error = Assert.Throws<FlorinException>(() => Fit(Table()).Encode(wrong));
        Assert.Equal("FLR0551", error.Code);
        Assert.DoesNotContain("canary", error.Message);
    }

    /// <summary>Levels of fewer than five rows could name a customer: they are not in the file.</summary>
    [Fact]
    public void Rare_levels_are_not_stored() => Assert.DoesNotContain("yacht", Fit(Table()).ToJson());

    /// <summary>Good rows must not be blamed for two amounts that no single number holds.</summary>
    [Theory]
    [InlineData(1e300)]
    [InlineData(-3.5e38)]
    public void Numbers_beyond_single_precision_are_told_with_their_column(double large)
    {
        double[] debt = [.. Enumerable.Range(0, 40).Select(i => i is 3 or 4 ? large : i * 0.1)];
        FlorinException error = Assert.Throws<FlorinException>(() => Fit(Table().With(new NumberColumn("debt", debt))));
        Assert.Equal("FLR0556", error.Code);
        Assert.Contains("\"debt\"", error.Message);
        Assert.Contains("2 of 40 cells", error.Message);
    }

    static FittedFeatures Fit(Table table) => FittedFeatures.Fit(new TrainRows(table, Schema.Of(table, new ColumnRoles())), Options);

    static Table Table() => Florin.Table.From(
        new NumberColumn("income", [.. Enumerable.Range(0, 40).Select(i => i % 5 == 0 ? double.NaN : 20 + i)]),
        new NumberColumn("months", [.. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? -9.0 : i)]),
        new NumberColumn("fixed", [.. Enumerable.Repeat(1.0, 40)]),
        CategoryColumn.From("purpose", Enumerable.Range(0, 40).Select(i => i == 7 ? "yacht" : i % 3 == 0 ? "home" : "car")));
}
