namespace Florin;

using Florin.Kernels;

/// <summary>One loan that defaulted.</summary>
readonly record struct DefaultedLoan
{
    public const int Days = 1826;

    public static readonly string[] Products = ["mortgage", "car", "card", "unsecured"];
    public static readonly string[] Regions = ["north", "south", "east", "west"];

    /// <summary>Of each variable the number that keeps its draws apart.</summary>
    enum Slot : uint
    {
        Day = 1, Product, Region, Months, Limit, Use, Late, Collateral, Jobless, Noise, Lgd, LgdPart, LgdEdge, Ccf, CcfPart, CcfEdge,
        JobMissing,
    }

    DefaultedLoan(RowDraws draws, int row, int rows)
    {
        double U(Slot slot) => draws.Uniform(row, (uint)slot);
        double Z(Slot slot) => draws.Normal(row, (uint)slot);

        Day = (int)Math.Floor((row + U(Slot.Day)) / rows * Days);
        Product = draws.Pick(row, (uint)Slot.Product, [0.3, 0.2, 0.25, 0.25]);
        Region = draws.Pick(row, (uint)Slot.Region, [0.3, 0.3, 0.2, 0.2]);
        Months = Math.Floor(3 + 90 * U(Slot.Months) * U(Slot.Months));
        Limit = 100 * Math.Floor(Elementary.Exp(Means[Product] + 0.5 * Z(Slot.Limit)) / 100 + 1);
        Utilisation = Math.Floor(1000 * 0.94 * Elementary.Sigmoid(0.4 + 0.9 * Z(Slot.Use))) / 1000;
        Late = draws.Poisson(row, (uint)Slot.Late, 0.5 + Utilisation, 8);
        Jobless = U(Slot.Jobless) < 0.3;
        JobMissing = U(Slot.JobMissing) < 0.05;
        LoanToValue = IsSecured ? Math.Floor(1000 * (0.35 + 0.9 * Elementary.Sigmoid(0.9 * Z(Slot.Collateral)))) / 1000 : double.NaN;
        Noise = Math.Floor(1e4 * U(Slot.Noise)) / 1e4;
        (Share none, Share some) = (LossTruth(), DrawTruth());
        (TrueLgd, TrueCcf) = (none.Mean, some.Mean);
        Lgd = none.Draw(U(Slot.Lgd), U(Slot.LgdPart), U(Slot.LgdEdge));
        Ccf = some.Draw(U(Slot.Ccf), U(Slot.CcfPart), U(Slot.CcfEdge));
    }

    static ReadOnlySpan<double> Means => [11.6, 9.6, 8.4, 9];

    public int Day { get; }
    public int Product { get; }
    public int Region { get; }
    public double Months { get; }
    public double Limit { get; }
    public double Utilisation { get; }
    public int Late { get; }
    public bool Jobless { get; }
    public bool JobMissing { get; }
    public double LoanToValue { get; }
    public double Noise { get; }
    public double TrueLgd { get; }
    public double TrueCcf { get; }
    public double Lgd { get; }
    public double Ccf { get; }

    public double Drawn => Math.Round(Limit * Utilisation);

    /// <summary>What is owed at the default, at the factor that was drawn.</summary>
    public double Ead => Math.Round(Drawn + Math.Clamp(Ccf, 0, 1) * (Limit - Drawn));

    bool IsSecured => Product < 2;

    double Years => Day / 365.25;

    public static DefaultedLoan Draw(RowDraws draws, int row, int rows) => new(draws, row, rows);

    Share LossTruth()
    {
        double cure = (IsSecured ? 1.2 - (LoanToValue > 0.8 ? 2 : 0) : -1.1) - (Jobless ? 0.8 : 0) - 0.25 * Late;
        double all = -2.2 + (IsSecured ? 0 : 1.2) + (Months < 12 ? 0.8 : 0);
        double part = -0.6 + (IsSecured ? 2.5 * Math.Max(0, LoanToValue - 0.8) : 0.9) + 0.1 * Years + (Jobless && !IsSecured ? 0.7 : 0)
            + (Regions[Region] == "east" ? 0.3 : 0);
        return new Share(Elementary.Sigmoid(cure), Elementary.Sigmoid(all), Elementary.Sigmoid(part));
    }

    Share DrawTruth()
    {
        bool card = Products[Product] == "card";
        double paid = -1.8 - 0.5 * Late + 0.03 * Math.Min(Months, 60);
        double all = -2.4 + 3 * Utilisation + (Late >= 2 ? 1.2 : 0) + (card ? 0.6 : 0);
        double part = -0.8 + (card && Months < 24 ? 1.8 : 0) + (Jobless ? 0.9 : 0) + 0.05 * Years;
        return new Share(Elementary.Sigmoid(paid), Elementary.Sigmoid(all), Elementary.Sigmoid(part));
    }

    /// <summary>A share that is 0 with a probability, else 1 with one, else between with a mean.</summary>
    readonly record struct Share(double Zero, double One, double Part)
    {
        public double Mean => (1 - Zero) * (One + (1 - One) * Part);

        /// <summary>U^((1 - m) / m) has the mean m. A tenth of the zeros lies a little below, a tenth of the ones above.</summary>
        public double Draw(double which, double part, double edge)
        {
            double over = edge < 0.1 ? edge : 0;
            if (which < Zero) return 0 - Math.Round(0.3 * over, 4);
            if (which < Zero + (1 - Zero) * One) return 1 + Math.Round(0.6 * over, 4);
            return Math.Round(Elementary.Exp((1 - Part) / Part * Elementary.Log(1 - part)), 4);
        }
    }
}
