namespace Florin;

using System.Text.Json.Serialization;

/// <summary>How plans look as JSON; generated at compile time for trimmed programs. What is unknown or there twice is refused.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 32,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    AllowOutOfOrderMetadataProperties = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(ListJson<string>), typeof(ListJson<double>), typeof(MapJson<string>), typeof(MapJson<Gate>),
        typeof(MapJson<double>), typeof(NameJson<NumberScaling>), typeof(NameJson<CalibrationMethod>),
        typeof(MapJson<EquatableArray<double>>), typeof(NameJson<OutcomeKind>), typeof(NameJson<DataSource>),
        typeof(ListJson<ReportSection>), typeof(NameJson<ReportSection>),
        typeof(NameJson<Favourable>), typeof(NameJson<Mitigation>), typeof(NameJson<PenaltyGap>), typeof(NameJson<FairnessAction>),
        typeof(NameJson<CountLoss>), typeof(MapJson<MonotoneDirection>), typeof(NameJson<MonotoneDirection>),
        typeof(NameJson<CapitalClass>), typeof(NameJson<RejectMethod>), typeof(MapJson<ReasonGroupPlan>),
        typeof(MapJson<EquatableArray<string>>), typeof(ListJson<EquatableArray<string>>)])]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(FairnessPolicy))]
[JsonSerializable(typeof(SizedNetwork))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(Gate))]
[JsonSerializable(typeof(MonotoneDirection))]
[JsonSerializable(typeof(EquatableArray<string>))]
[JsonSerializable(typeof(EquatableArray<EquatableArray<string>>))]
[JsonSerializable(typeof(PairsPlan))]
[JsonSerializable(typeof(ReasonGroupPlan))]
[JsonSerializable(typeof(EquatableArray<ReportSection>))]
[JsonSerializable(typeof(EquatableArray<double>))]
sealed partial class PlanJson : JsonSerializerContext;
