namespace EventSourced.Projections.Tests.Pulse;

/// <summary>Key, other columns and indexes as specified.</summary>
public sealed class SpecifiedTableTests
{
    private const string Digest = "sentiment_label sentiment_score top_themes_json summary message_count unique_sender_count strain_score strain_level strain_signals_json strain_confidence analysis_json model created_at updated_at";

    [Theory]
    [InlineData("pulse.communities", "community_id", "name description created_at updated_at is_public", "")]
    [InlineData("pulse.chat_sources", "community_id source_id", "name description created_at updated_at platform timezone", "")]
    [InlineData("pulse.exports", "export_id",
        "community_id source_id object_key filename file_type byte_size content_sha256 status message_count new_message_count days_total days_processed weeks_total weeks_processed first_day last_day attempt_count error_message delete_after_processing raw_delete_after raw_deleted_at uploaded_at started_at completed_at updated_at "
        + "date_order_basis line_count system_count notice_count left_out_count encoding warning_state warnings_json",
        "idx_exports_by_community_source(community_id,source_id) idx_exports_status_community(status,community_id)")]
    [InlineData("pulse.message_hashes", "community_id source_id day_date content_hash", "sender_hash export_id created_at",
        "idx_hashes_by_community_source_date(community_id,source_id,day_date)")]
    [InlineData("pulse.daily_digests", "community_id source_id day_date", Digest, "idx_daily_by_community_source_date(community_id,source_id,day_date)")]
    [InlineData("pulse.weekly_summaries_public", "community_id source_id week_start",
        "week_end sentiment_label sentiment_score confidence top_themes_json summary total_messages unique_senders strain_score strain_level strain_signals_json strain_confidence analysis_json model created_at updated_at",
        "idx_weekly_by_community_source_week(community_id,source_id,week_start)")]
    [InlineData("pulse.weekly_health_snapshots_public", "community_id source_id week_start", "week_end snapshot_json overall data_confidence updated_at", "")]
    [InlineData("pulse.weekly_concept_graph_public", "community_id source_id week_start", "week_end graph_json metadata_json node_count edge_count updated_at", "")]
    public void A_specified_table_has_its_key_columns_and_indexes(string name, string key, string others, string indexes) => SpecifiedTable.Check(name, key, others, indexes);

    [Fact]
    public void Lineage_maps_a_field_of_an_event_to_the_column()
    {
        var score = Assert.Single(ReadTableSet.Catalog.Find("pulse.daily_digests")!.Lineage, l => l.Column == "strain_score");
        Assert.Equal(("pulse.day_digested.v1", "analysis.strain.score"), (score.Event, Assert.Single(score.Fields)));
    }
}
