namespace EventSourced.Projections.Tests.Rabbit;

/// <summary>Key, other columns and indexes as specified.</summary>
public sealed class SpecifiedTableTests
{
    [Theory]
    [InlineData("rabbit.sessions", "id", "child_id started_at last_activity turn_count active metadata", "idx_sessions_child(child_id) idx_sessions_started(started_at) idx_sessions_active(active)")]
    [InlineData("rabbit.conversation_turns", "id", "session_id timestamp child_input rabbit_response child_audio_r2_key rabbit_audio_r2_key duration_ms",
        "idx_turns_session(session_id) idx_turns_timestamp(timestamp)")]
    [InlineData("rabbit.vocabulary", "id", "session_id turn_id ordinal word first_seen_at",
        "idx_vocabulary_session(session_id) idx_vocabulary_word(word) idx_vocabulary_first_seen(first_seen_at) idx_vocabulary_turn(turn_id)")]
    [InlineData("rabbit.highlights", "id", "turn_id ordinal session_id timestamp type description excerpt",
        "idx_highlights_session(session_id) idx_highlights_timestamp(timestamp) idx_highlights_type(type) idx_highlights_turn(turn_id)")]
    [InlineData("rabbit.analysis_jobs", "id", "turn_id job_type status created_at completed_at result", "idx_jobs_status(status) idx_jobs_turn(turn_id)")]
    public void A_specified_table_has_its_key_columns_and_indexes(string name, string key, string others, string indexes) => SpecifiedTable.Check(name, key, others, indexes);
}
