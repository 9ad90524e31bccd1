namespace Florin;

/// <summary>How a rate changes while training runs: a factor of the step. Also for dropout and weight decay.</summary>
public abstract record Schedule
{
    /// <summary>1 throughout.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>½ (1 - cos(2π log2(1 + 15 t))): RealMLP's four warm cycles (Holzmüller et al. 2024).</summary>
    public static Schedule CosLog4 { get; } = new CosLog4Schedule();

    /// <summary>1 for the first half of training, then a cosine to 0 (RealMLP, for dropout and decay).</summary>
    public static Schedule FlatCosine { get; } = new FlatCosineSchedule();

    /// <summary>Multiplies by <paramref name="gamma"/> every <paramref name="epochs"/> epochs.</summary>
    public static Schedule Steps(int epochs, double gamma = 0.1) => new StepSchedule(epochs, gamma);

    /// <summary>A half cosine from 1 to <paramref name="final"/> over all steps.</summary>
    public static Schedule Cosine(double final = 0) => new CosineSchedule(final);

    /// <summary>
    /// Smith and Topin (2019): from 1/initialDivisor up to 1 in the first <paramref name="warm"/> of the steps, then down to
    /// 1/(initialDivisor·finalDivisor), both by cosine.
    /// </summary>
    public static Schedule OneCycle(double warm = 0.3, double initialDivisor = 25, double finalDivisor = 1e4) =>
        new OneCycleSchedule(warm, initialDivisor, finalDivisor);

    /// <summary>Rises linearly from <paramref name="start"/> to 1 in so many steps, then follows <paramref name="then"/>.</summary>
    public static Schedule WarmUp(int steps, double start = 0, Schedule? then = null) => new WarmUpSchedule(steps, start, then ?? Constant);

    /// <summary>The factor at a step.</summary>
    /// <param name="at">Where training is.</param>
    public abstract double Factor(TrainingPoint at);
}

/// <summary>Where training is: step and epoch from 0, and how many of each are planned.</summary>
public readonly record struct TrainingPoint(long Step, long Steps, int Epoch, int Epochs)
{
    /// <summary>The share of all steps done, in [0, 1).</summary>
    public double Share => Steps == 0 ? 0 : (double)Step / Steps;
}

sealed record ConstantSchedule : Schedule
{
    public override double Factor(TrainingPoint at) => 1;
}

sealed record CosLog4Schedule : Schedule
{
    public override double Factor(TrainingPoint at) =>
        0.5 * (1 - Kernels.Elementary.Cos(2 * Math.PI * Kernels.Elementary.Log(1 + 15 * at.Share) / Kernels.Elementary.Log(2.0)));
}

sealed record FlatCosineSchedule : Schedule
{
    public override double Factor(TrainingPoint at) =>
        at.Share < 0.5 ? 1 : 0.5 * (1 + Kernels.Elementary.Cos(Math.PI * (2 * at.Share - 1)));
}

sealed record StepSchedule(int Period, double Gamma) : Schedule
{
    public override double Factor(TrainingPoint at)
    {
        double factor = 1;
        for (int i = 0; i < at.Epoch / Period; i++) factor *= Gamma;
        return factor;
    }
}

sealed record CosineSchedule(double Final) : Schedule
{
    public override double Factor(TrainingPoint at) =>
        Final + (1 - Final) * 0.5 * (1 + Kernels.Elementary.Cos(Math.PI * at.Share));
}

sealed record OneCycleSchedule(double Warm, double InitialDivisor, double FinalDivisor) : Schedule
{
    public override double Factor(TrainingPoint at)
    {
        double turn = Warm * at.Steps - 1, low = 1 / InitialDivisor;
        if (at.Step <= turn) return Between(low, 1, at.Step / turn);
        return Between(1, low / FinalDivisor, (at.Step - turn) / (at.Steps - 1 - turn));
    }

    static double Between(double from, double to, double share) => to + (from - to) / 2 * (1 + Kernels.Elementary.Cos(Math.PI * share));
}

sealed record WarmUpSchedule(int Rising, double Start, Schedule Then) : Schedule
{
    public override double Factor(TrainingPoint at) =>
        at.Step >= Rising ? Then.Factor(at) : Start + (1 - Start) * at.Step / Rising;
}
