namespace Florin.Tests.Data;

/// <summary>Published files as they are, with the rows and columns that their description counts with another reader.</summary>
public class RealFilesTests
{
    const string Headerless = "headerless";

    public static TheoryData<string, int, int, string> Files => new()
    {
        { "german-credit/german.data", 1000, 21, Headerless },
        { "german-credit/german.data-numeric", 1000, 25, Headerless },
        { "taiwan-credit-default/UCI_Credit_Card.csv.gz", 30000, 25, "" },
        { "heloc/heloc_dataset_v1.csv.gz", 10459, 24, "" },
        { "give-me-some-credit/cs-training.csv.gz", 150000, 12, "" },
        { "polish-bankruptcy/1year.csv.gz", 7027, 65, "" },
        { "polish-bankruptcy/5year.csv.gz", 5910, 65, "" },
        { "home-credit-sample/application_train_sample.csv.gz", 1000, 122, "" },
        { "lending-club-sample/lending_club_sample.csv.gz", 2000, 151, "" },
        { "creditcard-ulb-sample/creditcard_sample.csv.gz", 8585, 31, "" },
        { "fraud-handbook-simulated/transactions_2018-06_2018-08.csv.gz", 881105, 9, "" },
        { "vehicle-claim-fraud/carclaims.csv.gz", 15420, 33, "" },
        { "ieee-cis-sample/train_transaction.csv.gz", 1500, 394, "" },
        { "ieee-cis-sample/train_identity.csv", 348, 41, "" },
        { "sp500-5yr/all_stocks_5yr.csv.gz", 619040, 7, "" },
        { "exchange-rate/exchange_rate.txt.gz", 7588, 8, Headerless },
        { "etth1/ETTh1.csv.gz", 17420, 8, "" },
        { "skfolio-sp500-factors/sp500_dataset.csv.gz", 8313, 21, "" },
        { "skfolio-sp500-factors/sp500_index.csv.gz", 8313, 2, "" },
        { "skfolio-sp500-factors/factors_dataset.csv.gz", 2264, 6, "" },
        { "fama-french/french_monthly.csv.gz", 819, 36, "" },
        { "fama-french/30_Industry_Portfolios_Daily.csv.gz", 14640, 31, "" },
        { "fama-french/F-F_Research_Data_Factors.csv", 1099, 5, "" },
        { "fred-md/fred_md.csv.gz", 777, 119, "" },
        { "btc-usdt-hourly/Binance_BTCUSDT_1h.csv.gz", 36062, 10, "" },
        { "lean-us-equity-daily/spy.csv.gz", 5849, 6, Headerless },
        { "lean-us-equity-daily/eem_factor_file.csv", 39, 4, Headerless },
        { "stocknet/prices.csv.gz", 108592, 8, "" },
        { "stocknet/tweets.csv.gz", 106338, 4, "" },
        { "stocknet/stock_table.tsv", 88, 3, "" },
        { "fremtpl2/freMTPL2freq.csv.gz", 678013, 12, "" },
        { "fremtpl2/freMTPL2sev.csv.gz", 26639, 2, "" },
        { "aus-private-auto/ausprivauto0405.csv.gz", 67856, 9, "" },
        { "medical-charges/insurance.csv", 1338, 7, "" },
        { "telco-churn/Telco-Customer-Churn.csv.gz", 7043, 21, "" },
        { "bank-marketing/bank-additional-full.csv.gz", 41188, 21, "" },
        { "bank-marketing/bank-full.csv.gz", 45211, 17, "" },
        { "coil2000-caravan/ticdata2000.txt.gz", 5822, 86, Headerless },
        { "coil2000-caravan/ticeval2000.txt.gz", 4000, 85, Headerless },
        { "coil2000-caravan/tictgts2000.txt", 4000, 1, Headerless },
        { "eu-direct-lapse/eudirectlapse.csv.gz", 23060, 19, "" },
        { "auto-clv/WA_Fn-UseC_-Marketing-Customer-Value-Analysis.csv.gz", 9134, 24, "" },
        { "fomc-stance/train.csv.gz", 1984, 5, "" },
        { "fomc-stance/test.csv", 496, 5, "" },
        { "cfpb-complaints/complaints_sample.csv.gz", 6623, 18, "" },
        { "loughran-mcdonald/LM_negative_positive.csv.gz", 85131, 3, "" },
        { "zimnat-recommendation/train_part_a.csv.gz", 20433, 29, "" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_published_file_has_the_rows_and_columns_of_its_description(string file, int rows, int columns, string form)
    {
        Table table = Table.ReadCsv(Find(file), new CsvOptions { Header = form != Headerless });
        Assert.Equal(ReadProblems.None, table.Problems);
        Assert.Equal((rows, columns), (table.RowCount, table.Columns.Count));
    }

    internal static string Find(string file)
    {
        string path = Path.Combine(Outside.Root, "..", "shared", "data", file);
        Assert.SkipUnless(File.Exists(path), $"no {file}");
        return path;
    }
}
