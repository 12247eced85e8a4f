// The commands of main.cpp. Each returns the exit code of the process; `config_file` may be empty.
#pragma once
#include <string>

namespace gavel::app {

int serve(const std::string& config_file);
int maintain(const std::string& config_file);
int migrate(const std::string& config_file);
int print_config(const std::string& config_file);
int document_config();
int print_routes();
int print_dead_jobs(const std::string& config_file);
int retry_dead_jobs(const std::string& config_file);
int print_mail_status(const std::string& config_file);
int retry_letters(const std::string& config_file);
int pause_letters(const std::string& config_file);
int resume_letters(const std::string& config_file);
int suppress_address(const std::string& config_file, const std::string& email);
int preview_letters(const std::string& config_file, const std::string& folder);
int allow_address(const std::string& config_file, const std::string& email);
int take_bounces(const std::string& config_file, const std::string& csv_file);
int authorise_google(const std::string& config_file);
int make_backup_keys(const std::string& folder);
int run_backup(const std::string& config_file);
int list_backups(const std::string& config_file);
int show_backup(const std::string& config_file, const std::string& id);
int prune_backups(const std::string& config_file, bool only_say);
// Which backup, from where: `from` is one of folder, s3, google, or empty for the first of backup.targets; `id` empty for the newest.
struct restore_request {
    std::string key_file, from, id;
    bool without_media = false;
    std::string until, into;  // a moment or "latest", and the data directory to be: then the whole cluster is restored
};
int restore_backup(const std::string& config_file, const restore_request& asked);
int restore_cluster(const std::string& config_file, const restore_request& asked);
int ship_wal(const std::string& config_file, const std::string& file, const std::string& data_directory);
int fetch_wal(const std::string& config_file, const restore_request& asked, const std::string& name, const std::string& file,
              const std::string& data_directory);
int save_base(const std::string& config_file);
int list_bases(const std::string& config_file);
int verify_backup(const std::string& config_file, const restore_request& asked);
int set_up_media(const std::string& config_file);
int check_media(const std::string& config_file, bool remove_unknown);
int doctor(const std::string& config_file, bool without_media, bool json);
int check_ledger(const std::string& config_file);
int audit_lot(const std::string& config_file, const std::string& id);
int set_account_role(const std::string& config_file, const std::string& email, const std::string& name);
int suspend_account(const std::string& config_file, const std::string& email, const std::string& reason);
int restore_account(const std::string& config_file, const std::string& email);

}  // namespace gavel::app
