//! What is told by a callback, so that nobody needs to ask for it again and again.

/// By document and operation: the function that takes the callback, and the callback.
const TOLD: [(&str, &str, &str, &str); 33] = [
    ("api_v2010", "FetchCall", "create_call", "status_callback"),
    ("api_v2010", "FetchCallRecording", "create_call_recording", "recording_status_callback"),
    ("api_v2010", "FetchConference", "create_participant", "conference_status_callback"),
    ("api_v2010", "FetchConferenceRecording", "create_participant", "conference_recording_status_callback"),
    ("api_v2010", "FetchMessage", "create_message", "status_callback"),
    ("api_v2010", "FetchParticipant", "create_participant", "status_callback"),
    ("api_v2010", "FetchRecording", "create_call", "recording_status_callback"),
    ("bulkexports_v1", "FetchJob", "create_export_custom_job", "webhook_url"),
    ("intelligence_v2", "FetchTranscript", "create_service", "webhook_url"),
    ("messaging_v2", "FetchChannelsSender", "create_channels_sender", "webhook.status_callback_url"),
    ("numbers_v2", "FetchBundle", "create_bundle", "status_callback"),
    ("numbers_v2", "FetchHostedNumberOrder", "create_hosted_number_order", "status_callback_url"),
    (
        "preview",
        "FetchHostedNumbersHostedNumberOrder",
        "create_hosted_numbers_hosted_number_order",
        "status_callback_url",
    ),
    ("preview", "FetchWirelessCommand", "create_wireless_command", "callback_url"),
    ("preview", "FetchWirelessSim", "update_wireless_sim", "callback_url"),
    ("proxy_v1", "FetchInteraction", "create_service", "callback_url"),
    ("proxy_v1", "FetchSession", "create_service", "callback_url"),
    ("supersim_v1", "FetchEsimProfile", "create_esim_profile", "callback_url"),
    ("supersim_v1", "FetchIpCommand", "create_ip_command", "callback_url"),
    ("supersim_v1", "FetchSim", "update_sim", "callback_url"),
    ("supersim_v1", "FetchSmsCommand", "create_sms_command", "callback_url"),
    ("taskrouter_v1", "FetchTask", "create_workspace", "event_callback_url"),
    ("taskrouter_v1", "FetchTaskReservation", "update_task_reservation", "status_callback"),
    ("taskrouter_v1", "FetchWorkerReservation", "update_worker_reservation", "status_callback"),
    ("trusthub_v1", "FetchCustomerProfile", "create_customer_profile", "status_callback"),
    ("trusthub_v1", "FetchTrustProduct", "create_trust_product", "status_callback"),
    ("verify_v2", "FetchChallenge", "create_webhook", "webhook_url"),
    ("verify_v2", "FetchFactor", "create_webhook", "webhook_url"),
    ("video_v1", "FetchComposition", "create_composition", "status_callback"),
    ("video_v1", "FetchRecording", "create_room", "status_callback"),
    ("video_v1", "FetchRoom", "create_room", "status_callback"),
    ("wireless_v1", "FetchCommand", "create_command", "callback_url"),
    ("wireless_v1", "FetchSim", "update_sim", "callback_url"),
];

/// The function and its input by which Twilio tells what the operation would be asked for.
pub(crate) fn told_by(document: &str, operation: &str) -> Option<(&'static str, &'static str)> {
    let found = TOLD.iter().find(|(known, fetch, ..)| *known == document && *fetch == operation);
    found.map(|(_, _, function, callback)| (*function, *callback))
}
