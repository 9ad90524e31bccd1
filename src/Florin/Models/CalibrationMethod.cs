namespace Florin;

/// <summary>How the probabilities of nets are made true.</summary>
public enum CalibrationMethod
{
    /// <summary>One number, so that it can be fitted to few rows (<see cref="TemperatureCalibration"/>).</summary>
    Temperature,

    /// <summary>Two numbers: it moves the level too (<see cref="PlattCalibration"/>).</summary>
    Platt,

    /// <summary>Three numbers (<see cref="BetaCalibration"/>).</summary>
    Beta,

    /// <summary>Any rising curve (<see cref="IsotonicCalibration"/>); needs 1,000 events among the rows that it is fitted to.</summary>
    Isotonic,

    /// <summary>As the nets say.</summary>
    None,
}

/// <summary>Fits a calibration to scores.</summary>
static class Calibration
{
    const int FewestEvents = 1000;

    /// <summary>Null where the rows hold one class only, or the plan asks for none.</summary>
    /// <exception cref="FlorinException">FLR0575: too few events for isotonic.</exception>
    public static Calibrator? Fit(CalibrationMethod method, double[] scores, double[] labels, double[] weights)
    {
        if (method == CalibrationMethod.None || !labels.Contains(0) || !labels.Contains(1)) return null;
        double[] inside = [.. scores.Select(score => Math.Clamp(score, 0, 1))];
        int events = labels.Count(1.0);
        return method switch
        {
            CalibrationMethod.Platt => PlattCalibration.Fit(inside, labels, weights),
            CalibrationMethod.Beta => BetaCalibration.Fit(inside, labels, weights),
            CalibrationMethod.Isotonic when Math.Min(events, labels.Length - events) < FewestEvents =>
                throw new FlorinException("FLR0575", "isotonic calibration needs many events", "fit.calibration",
                    FormattableString.Invariant($"{events} events and {labels.Length - events} others; at least {FewestEvents} of each"),
                    "write calibration: platt, beta or temperature"),
            CalibrationMethod.Isotonic => IsotonicCalibration.Fit(inside, labels, weights),
            _ => TemperatureCalibration.Fit(inside, labels, weights),
        };
    }
}
