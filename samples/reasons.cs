#:project ../src/Florin.Finance/Florin.Finance.csproj
// Why applicants are declined, what would be approved, and a record that gives the same answer years later.
using Florin;

Plan plan = PlanFile.Parse("""
    recipe: credit/default-risk
    data: {path: loans.csv, target: defaulted, positive: 1, id: loan_id, time: issued_on, protected: [age, sex], drop: [noise]}
    network: mlp
    fit: {epochs: 12}
    credit:
      reasons:
        cutOff: 0.12
        groups:
          R01: {columns: [utilisation], text: "Your balances are {utilisation:0 %} of your limits", missing: "Your limits are not known"}
          R02: {columns: [late_payments_12m, months_since_delinquency], text: "You paid late {late_payments_12m} times in a year"}
          R03: {columns: [income, amount], text: "You asked for {amount} on an income of {income}", missing: "Your income is not known"}
          R04: {columns: [debt_ratio], text: "Payments on debts take {debt_ratio:0 %} of your income"}
          R05: {columns: [inquiries_6m], text: "You asked for credit {inquiries_6m} times in six months"}
          R06: {columns: [employment_years], text: "Full years with your employer: {employment_years}"}
          R07: {columns: [purpose, term_months], text: "The loan is for {purpose} and would run for {term_months} months"}
          R08: {columns: [home_ownership, region], text: "Your home: {home_ownership}, {region}"}
      counterfactuals:
        immutable: [region, late_payments_12m, months_since_delinquency, inquiries_6m]
        up: [income, employment_years]
        down: [amount, debt_ratio, utilisation]
        step: {amount: 500}
        coupled: [[amount, income]]
    """);
Table loans = CreditSimulator.Simulate(8_000, 7);
using StudyResult study = StudyRun.Of(plan, loans, new StudySource("", 0));

// The reasons of the first applicant who is declined.
var explainer = new ReasonExplainer(study.Model);
Table later = CreditSimulator.Simulate(500, 8);
double[] pds = study.Model.Score(later);
int row = Array.FindIndex(pds, pd => !explainer.Policy.CutOff.Approves(pd));
Console.WriteLine($"PD {pds[row]:P1}, declined above {explainer.Policy.CutOff.Pd:P1}:");
foreach (AdverseReason reason in explainer.Explain(later, row).Reasons)
    Console.WriteLine($"  {reason.Code}  {reason.Text} ({reason.Share:P0})");

// The cheapest changes that would be approved.
CounterfactualAnswer answer = new CounterfactualSearch(study.Model, CreditPolicy.Of(study.Model)!.Changes!)
    .Find(later, row, explainer.Policy.CutOff.Pd);
foreach (Counterfactual each in answer.Found)
    Console.WriteLine("would be approved if " + string.Join(" and ", each.Changes.Select(change =>
        $"{change.Column} were {change.To} instead of {change.From}")));
Console.WriteLine(answer.Says);

// What a lender keeps; with a key of its own it would hold no cell.
string kept = ReasonRecord.Of(study.Model, study.Study.Model.Sha256, later, row).ToJson();
IReadOnlyList<string> differences = ReasonRecord.FromJson(kept).Recompute(study.Model, study.Study.Model.Sha256, later, row);
Console.WriteLine(differences.Count == 0 ? "Explained again from the record: the same answer." : string.Join("; ", differences));
