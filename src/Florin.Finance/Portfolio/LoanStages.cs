namespace Florin;

/// <summary>One loan, month by month.</summary>
sealed class LoanStages(PanelCells cells, StagingRules rules)
{
    bool inDefault, atRisk;
    int clean, calm;

    /// <summary>Decides on all months of a loan, in their order.</summary>
    /// <returns>How many had no PD where the rules ask for one.</returns>
    public int Decide(ReadOnlySpan<int> rows, StageRule[] decided)
    {
        int unjudged = 0;
        foreach (int row in rows)
        {
            decided[row] = Next(row);
            if (Asks && decided[row] != StageRule.Repaid && (double.IsNaN(cells.Pd![row]) || double.IsNaN(cells.PdAtOrigination![row])))
                unjudged++;
        }

        return unjudged;
    }

    bool Asks => rules is { PdRatio: not null } or { PdRise: not null };

    StageRule Next(int row)
    {
        if (cells.State[row] == PanelCells.Repaid) return StageRule.Repaid;
        if (Default(row) is { } sign)
        {
            (inDefault, clean) = (true, 0);
            return sign;
        }

        if (inDefault && ++clean <= rules.CureMonths) return StageRule.CurePeriod;
        if (inDefault) (inDefault, atRisk, calm) = (false, true, 0);
        if (Risk(row) is { } risk)
        {
            (atRisk, calm) = (true, 0);
            return risk;
        }

        if (atRisk && ++calm <= rules.ProbationMonths) return StageRule.Probation;
        atRisk = false;
        return StageRule.NoSign;
    }

    StageRule? Default(int row) => cells.State[row] == PanelCells.Defaulted ? StageRule.Defaulted
        : cells.UnlikelyToPay?[row] == 1 ? StageRule.UnlikelyToPay
        : cells.Days[row] >= rules.DefaultDays ? StageRule.DefaultDays
        : null;

    StageRule? Risk(int row) => rules.BackstopDays > 0 && cells.Days[row] >= rules.BackstopDays ? StageRule.Backstop
        : rules.WatchList && cells.WatchList?[row] == 1 ? StageRule.WatchList
        : Asks ? Pd(cells.Pd![row], cells.PdAtOrigination![row])
        : null;

    /// <summary>A missing PD fulfils no rule. A rise from 1 to 1.5 % is one of 0.5 %, whatever the last bit says.</summary>
    StageRule? Pd(double now, double before)
    {
        if (!(now > before) || now <= rules.LowRiskPd) return null;
        bool ratio = now >= rules.PdRatio * before, rise = now - before + 1e-12 >= rules.PdRise;
        if (rules is { Sicr: SicrTest.Both, PdRatio: not null, PdRise: not null }) return ratio && rise ? StageRule.PdRatioAndRise : null;
        return ratio ? StageRule.PdRatio : rise ? StageRule.PdRise : null;
    }
}
