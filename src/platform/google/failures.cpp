#include "platform/google/failures.hpp"

#include "platform/google/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gavel::google {
namespace {

struct rule {
    std::string_view reason;
    remedy helps;
    std::string_view advice;
};

constexpr std::string_view not_enabled =
    "The Google Drive API is not enabled in the Google Cloud project of this client: enable it under APIs & Services > Library, wait some "
    "minutes and try again.";

// Reasons of the API, whatever the status; the sign-in's have names of their own.
constexpr rule rules[] = {
    {"rateLimitExceeded", remedy::wait, "Google asked for fewer requests for longer than we wait. Try again later."},
    {"userRateLimitExceeded", remedy::wait, "Google asked for fewer requests for longer than we wait. Try again later."},
    {"backendError", remedy::wait, "Google Drive has trouble of its own. Try again later."},
    {"internalError", remedy::wait, "Google Drive has trouble of its own. Try again later."},
    {"storageQuotaExceeded", remedy::room,
     "The Google storage is full. Empty the trash of Google Drive, keep fewer backups, or buy more storage."},
    {"quotaExceeded", remedy::room,
     "The Google storage is full. Empty the trash of Google Drive, keep fewer backups, or buy more storage."},
    {"dailyLimitExceeded", remedy::next_day, "The requests that Google allows this project in a day are used up. Try again tomorrow."},
    {"uploadLimitExceeded", remedy::next_day, "Google takes 750 GB a day from one account, and that is used up. Try again tomorrow."},
    {"insufficientPermissions", remedy::settings,
     "The consent does not cover Google Drive files (wrong scope). Run `gavel backup auth google` again and agree to everything it lists."},
    {"insufficientFilePermissions", remedy::settings,
     "The account may not do this with the file. In a shared drive make it Content manager; to delete for good it must be Manager."},
    {"appNotAuthorizedToFile", remedy::settings,
     "The file belongs to another application. Let Gavel make its own folder: clear backup.google_folder_id."},
    {"accessNotConfigured", remedy::settings, not_enabled},
    {"SERVICE_DISABLED", remedy::settings, not_enabled},
    {"domainPolicy", remedy::settings,
     "The administrator of the Google Workspace domain has turned Drive applications off: allow this client id in the Admin console under "
     "Security > API controls."},
    {"numChildrenInNonRootLimitExceeded", remedy::cleaning, "The folder holds as many items as Google allows. Remove old backups."},
    {"teamDriveFileLimitExceeded", remedy::cleaning, "The shared drive holds as many items as Google allows. Remove old backups."},
    {"activeItemCreationLimitExceeded", remedy::cleaning, "The account holds as many items as Google allows. Remove old backups."},
    {session_lost, remedy::gone, "Google Drive has forgotten this upload; this file must be written again from its beginning."},
    {"cannotDownloadAbusiveFile", remedy::settings,
     "Google believes that the file is harmful and does not give it back without the owner's word. Keep backups in a second place too."},
};

constexpr rule sign_in_rules[] = {
    {"invalid_grant", remedy::settings,
     "Google no longer accepts the sign-in. Either it was revoked or the password changed, or the consent screen is still in testing, "
     "where "
     "a sign-in dies after 7 days (publish it: \"In production\"), or the clock of this machine is wrong (for a key file). Mend that, then "
     "run `gavel backup auth google`."},
    {"unauthorized_client", remedy::settings,
     "This client may not act for that user or with that scope. For a service account with backup.google_subject, authorise its client id "
     "and scope in the Admin console under Security > API controls > Domain-wide delegation."},
    {"invalid_client", remedy::settings,
     "Google does not know this client: compare backup.google_client_id and backup.google_client_secret with the project's Credentials "
     "page. "
     "The client must be of the type \"TVs and Limited Input devices\"."},
    {"deleted_client", remedy::settings, "The client was deleted in the Google Cloud project. Make a new one."},
    {"invalid_scope", remedy::settings, "Google does not give this scope in this way: use drive.file (backup.google_scope)."},
    {"access_denied", remedy::settings, "The consent was refused in the browser. Start again and choose \"Allow\"."},
    {"expired_token", remedy::settings, "The code was not entered in time. Start again."},
    {"admin_policy_enforced", remedy::settings,
     "The administrator of the Google Workspace domain does not allow this client: allow its id in the Admin console under Security > API "
     "controls."},
    {"org_internal", remedy::settings, "The consent screen is internal: sign in with an account of its organisation."},
};

const boost::json::object* member_object(const boost::json::object& o, std::string_view name) {
    const auto* found = o.if_contains(name);
    return found ? found->if_object() : nullptr;
}

// Only what looks like one of Google's words is repeated in errors.
bool is_word(std::string_view text) {
    return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// errors[0].reason; of newer answers details[].reason.
std::string reason_of(const boost::json::object& fault) {
    for (const auto* list_name : {"errors", "details"}) {
        const auto* list = fault.if_contains(list_name);
        if (!list || !list->is_array()) continue;
        for (const auto& each : list->get_array())
            if (const auto* one = each.if_object())
                if (auto word = text_of(*one, "reason"); is_word(word)) return word;
    }
    return {};
}

remedy by_status(int status) {
    if (status == 401) return remedy::renew;
    if (status == 403) return remedy::settings;
    if (status == 404 || status == 410) return remedy::gone;
    if (status == 409) return remedy::taken;
    if (status == 412 || status == 416) return remedy::reread;
    if (status == 408 || status == 429 || status >= 500) return remedy::wait;
    return remedy::defect;
}

template <std::size_t N>
const rule* find(const rule (&among)[N], std::string_view reason) {
    const auto* found = std::ranges::find(among, reason, &rule::reason);
    return found == std::end(among) ? nullptr : found;
}

std::string general_advice(const verdict& v) {
    switch (v.helps) {
        case remedy::renew: return "Google refuses the access token. Run `gavel backup auth google`.";
        case remedy::wait: return fmt::format("Google cannot be reached or has trouble of its own ({}). Try again later.", v.reason);
        case remedy::gone:
            return "The folder or file is not there, or not visible with this scope. With drive.file an application sees only what it made "
                   "itself: clear backup.google_folder_id, or use the scope drive; share a drive with the account that signs in.";
        case remedy::settings: return fmt::format("Google does not allow this ({}).", v.reason);
        default: return fmt::format("Google answered {} ({}), which is not expected here.", v.status, v.reason);
    }
}

}  // namespace

verdict judge(int status, std::string_view body) {
    if (status >= 200 && status < 300) return verdict(remedy::nothing, {}, status);
    const auto answer = object_of(body);
    const auto* fault = member_object(answer, "error");
    auto reason = fault ? reason_of(*fault) : std::string();
    const auto* known = find(rules, reason);
    // A reason says more than the number, but a failed machine in front of the API stays a failed machine.
    verdict v(known && status < 500 ? known->helps : by_status(status), reason.empty() ? fmt::format("status_{}", status) : reason, status);
    if (fault && v.helps == remedy::room && text_of(*fault, "message").find("Service Accounts do not have storage") != std::string::npos)
        v.detail = "service_account";
    return v;
}

verdict judge_sign_in(int status, std::string_view body) {
    if (status >= 200 && status < 300) return verdict(remedy::nothing, {}, status);
    auto word = text_of(object_of(body), "error");
    if (!is_word(word)) word = fmt::format("status_{}", status);
    if (status >= 500 || status == 429) return verdict(remedy::wait, std::move(word), status);
    return verdict(remedy::settings, std::move(word), status);
}

std::string advice(const verdict& v) {
    if (v.detail == "service_account")
        return "Service accounts have no storage of their own in Google Drive: give backup.google_drive_id of a shared drive, or use a "
               "person's sign-in (`gavel backup auth google`).";
    if (const auto* known = find(rules, v.reason)) return std::string(known->advice);
    if (const auto* known = find(sign_in_rules, v.reason)) return std::string(known->advice);
    return general_advice(v);
}

}  // namespace gavel::google
