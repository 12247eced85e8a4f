#include "modules/backup/google_options.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gavel::backup {
namespace {

constexpr std::size_t sign_in_bytes_max = 64 * 1024;

std::string content_of(const std::string& path, std::string_view option) {
    std::ifstream in(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    if (!in.is_open() || text.empty() || text.size() > sign_in_bytes_max)
        throw std::invalid_argument(fmt::format("{} cannot be read: {}", option, path));
    return trimmed(text);
}

std::string without_slash(std::string url) {
    while (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace

void google_options::declare(config::table& t) {
    t.text("backup.google_client_id", client_id,
           "Google Drive: the client id of your Google Cloud project, of the type \"TVs and Limited Input devices\".");
    t.text("backup.google_client_secret", client_secret, "Google Drive: the secret of that client.", config::secrecy::secret);
    t.text("backup.google_refresh_token_file", refresh_token_file,
           "Google Drive: the file with a person's sign-in, written by `gavel backup auth google`.");
    t.text("backup.google_service_account_file", service_account_file,
           "Google Drive: the JSON key of a service account, instead of a person's sign-in. It needs backup.google_drive_id or "
           "backup.google_subject.");
    t.text("backup.google_subject", subject, "Google Drive: the Workspace user for whom the service account acts; empty: nobody.");
    t.choice(
        "backup.google_scope", scope, {"drive.file", "drive"},
        "Google Drive: what the sign-in may see. drive.file: only what Gavel made itself. drive: everything; for folders made by hand.");
    t.text("backup.google_drive_id", drive_id, "Google Drive: the id of a shared drive; empty: the account's own storage.");
    t.text("backup.google_folder_id", folder_id,
           "Google Drive: the id of the folder to use. Empty: a folder that Gavel makes. One made by hand needs the scope drive.");
    t.text("backup.google_folder_name", folder_name, "Google Drive: the name of the folder that Gavel makes.");
    t.boolean("backup.google_delete_for_good", delete_for_good,
              "Google Drive: remove old backups for good. Otherwise they stay in the trash for 30 days and take up space until then.");
    t.text("backup.google_api_url", api_url, "Google Drive: address of the API; another one only for tests.");
    t.text("backup.google_oauth_url", oauth_url, "Google Drive: address of the sign-in; another one only for tests.");
}

google::identity google_options::application() const {
    if (client_id.empty() || client_secret.empty())
        throw std::invalid_argument(
            "Google Drive needs backup.google_client_id and backup.google_client_secret (docs/operate/google-drive.md)");
    google::identity who;
    who.client_id = client_id;
    who.client_secret = client_secret;
    who.token_url = without_slash(oauth_url) + "/token";
    who.scope = scope == "drive" ? google::drive_scope : google::drive_file_scope;
    return who;
}

google::identity google_options::identity() const {
    if (!service_account_file.empty()) {
        google::identity robot;
        robot.robot = google::read_service_account(content_of(service_account_file, "backup.google_service_account_file"));
        robot.subject = subject;
        robot.scope = scope == "drive" ? google::drive_scope : google::drive_file_scope;
        if (drive_id.empty() && folder_id.empty() && subject.empty())
            throw std::invalid_argument(
                "Service accounts have no storage of their own: backup.google_service_account_file needs backup.google_drive_id of a "
                "shared "
                "drive, or backup.google_subject");
        return robot;
    }
    auto person = application();
    if (refresh_token_file.empty())
        throw std::invalid_argument(
            "Google Drive needs backup.google_refresh_token_file: name a file, then run `gavel backup auth google`");
    person.refresh_token = content_of(refresh_token_file, "backup.google_refresh_token_file");
    return person;
}

google::location google_options::location() const {
    google::location where;
    where.api_url = without_slash(api_url);
    where.drive_id = drive_id;
    return where;
}

}  // namespace gavel::backup
