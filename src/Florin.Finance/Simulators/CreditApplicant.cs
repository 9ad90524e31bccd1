namespace Florin;

using Florin.Kernels;

/// <summary>One applicant before any cell goes missing.</summary>
readonly record struct CreditApplicant
{
    public const int Days = 1095;
    public const double Never = -9;

    public static readonly string[] Sexes = ["F", "M"];
    public static readonly string[] Regions = ["north", "south", "east", "west", "capital"];
    public static readonly string[] Purposes = ["debt consolidation", "car", "home improvement", "education", "small business"];
    public static readonly string[] Homes = ["rent", "mortgage", "own"];

    static readonly double[] Terms = [24, 36, 60];

    /// <summary>Of each variable the number that keeps its draws apart; what takes two has two.</summary>
    enum Slot : uint
    {
        Day = 1, Age, AgeSkew, Sex, Region, Purpose, Home, Employment, EmploymentSkew, Income, Amount, Term, Debt, Utilisation, Late,
        Inquiries, Ever, Months, Noise, IncomeMissing, EmploymentMissing, UtilisationMissing, Outcome,
    }

    CreditApplicant(RowDraws draws, int row, int rows)
    {
        double U(Slot slot) => draws.Uniform(row, (uint)slot);
        double Z(Slot slot) => draws.Normal(row, (uint)slot);
        int Pick(Slot slot, ReadOnlySpan<double> shares) => draws.Pick(row, (uint)slot, shares);

        Day = (int)Math.Floor((row + U(Slot.Day)) / rows * Days);
        Age = Math.Floor(21 + 50 * U(Slot.Age) * (0.4 + 0.6 * U(Slot.AgeSkew)));
        Sex = Pick(Slot.Sex, [0.48, 0.52]);
        Region = Pick(Slot.Region, [0.2, 0.25, 0.15, 0.25, 0.15]);
        Purpose = Pick(Slot.Purpose, [0.4, 0.22, 0.16, 0.1, 0.12]);
        Home = Pick(Slot.Home, [0.42, 0.42, 0.16]);
        EmploymentYears = Math.Floor(U(Slot.Employment) * U(Slot.EmploymentSkew) * (Age - 17));
        double luck = Z(Slot.Income), debt = Z(Slot.Debt);
        double scale = Elementary.Exp(3.3 + 0.012 * Math.Min(Age - 21, 30) + 0.04 * Years + 0.45 * luck);
        Income = 100 * Math.Floor(10 * scale);
        Amount = 100 * Math.Floor(Math.Clamp(Income * Elementary.Exp(-1.3 + 0.5 * Z(Slot.Amount)), 1000, 60000) / 100);
        TermMonths = Terms[Pick(Slot.Term, [0.25, 0.45, 0.3])];
        DebtRatio = Math.Floor(1000 * Elementary.Sigmoid(-1 + 0.1 * Years + 0.7 * debt)) / 1000;
        Utilisation = Math.Floor(1000 * Elementary.Sigmoid(-0.3 + 0.5 * debt + 1.2 * Z(Slot.Utilisation))) / 1000;
        LatePayments = draws.Poisson(row, (uint)Slot.Late, Elementary.Exp(-1.7 + 1.4 * Utilisation), 8);
        Inquiries = draws.Poisson(row, (uint)Slot.Inquiries, 0.6 + 0.15 * Years, 8);
        MonthsSinceDelinquency = LatePayments > 0 ? Math.Floor(12 * U(Slot.Months))
            : U(Slot.Ever) < 0.25 ? Math.Floor(12 + 72 * U(Slot.Months))
            : Never;
        Noise = Math.Floor(1e4 * U(Slot.Noise)) / 1e4;
        IncomeMissing = U(Slot.IncomeMissing) < Elementary.Sigmoid(-2.4 - 0.9 * luck);
        EmploymentMissing = U(Slot.EmploymentMissing) < 0.04;
        UtilisationMissing = U(Slot.UtilisationMissing) < (Homes[Home] == "own" ? 0.12 : 0.03);
        LogOdds = Truth();
        Pd = Elementary.Sigmoid(LogOdds);
        Defaulted = U(Slot.Outcome) < Pd;
    }

    public int Day { get; }
    public double Age { get; }
    public int Sex { get; }
    public int Region { get; }
    public int Purpose { get; }
    public int Home { get; }
    public double EmploymentYears { get; }
    public double Income { get; }
    public double Amount { get; }
    public double TermMonths { get; }
    public double DebtRatio { get; }
    public double Utilisation { get; }
    public int LatePayments { get; }
    public int Inquiries { get; }
    public double MonthsSinceDelinquency { get; }
    public double Noise { get; }
    public bool IncomeMissing { get; }
    public bool EmploymentMissing { get; }
    public bool UtilisationMissing { get; }
    public double LogOdds { get; }
    public double Pd { get; }
    public bool Defaulted { get; }

    double Years => Day / 365.25;

    public static CreditApplicant Draw(RowDraws draws, int row, int rows) => new(draws, row, rows);

    double Truth()
    {
        bool rents = Homes[Home] == "rent";
        double x = -4.5 - 0.7 * Elementary.Log(Income / 30000) + 0.3 * Elementary.Log(Amount / 8000) + 0.15 * Years;
        x += (Sexes[Sex] == "M" ? 0.2 : 0) + (Regions[Region] == "east" ? 0.25 : 0);
        x += rents ? 0.2 : Homes[Home] == "own" ? -0.2 : 0;
        x += 0.4 * Math.Min(LatePayments, 4);
        x += MonthsSinceDelinquency >= 0 ? Math.Max(0, 0.8 * (1 - MonthsSinceDelinquency / 24)) : 0;
        x += (DebtRatio > 0.4 ? 1.1 : 0) + (EmploymentYears < 1 ? 0.6 : 0);
        x += 1.5 * (Utilisation - 0.5) * (Inquiries >= 2 ? 2 : 1);
        x += Purposes[Purpose] == "small business" && TermMonths == 60 ? 1.2 : 0;
        return x + (Age < 28 != rents ? 0.9 : 0);
    }
}
