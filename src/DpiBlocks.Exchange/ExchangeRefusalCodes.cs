namespace DpiBlocks.Exchange;

/// <summary>Why data was not exchanged. The codes are stable.</summary>
public static class ExchangeRefusalCodes
{
    /// <summary>The data set is none that is held here.</summary>
    public const string DataSetUnknown = "exchange.data_set_unknown";

    /// <summary>The decision limits the data to single accounts, by conditions on it, or to answers that are not the data: no source here can do that.</summary>
    public const string LimitUnsupported = "exchange.limit_unsupported";

    /// <summary>There is no record of the person.</summary>
    public const string RecordNotFound = "exchange.record_not_found";

    /// <summary>The source gave what is not a JSON object, or more of it than can be handed out.</summary>
    public const string RecordMalformed = "exchange.record_malformed";

    /// <summary>Reading took longer than the decision holds: ask again.</summary>
    public const string DecisionOver = "exchange.decision_over";

    /// <summary>The release could not be recorded, so nothing was handed out: ask again.</summary>
    public const string NotRecorded = "exchange.not_recorded";
}
