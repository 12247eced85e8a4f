// Settings of Google Drive as a place that keeps backups.
#pragma once
#include "platform/config/options.hpp"
#include "platform/google/drive.hpp"
#include "platform/google/tokens.hpp"

#include <string>

namespace gavel::backup {

struct google_options {
    std::string client_id, client_secret, refresh_token_file;
    std::string service_account_file, subject;
    std::string scope = "drive.file";
    std::string drive_id, folder_id;
    std::string folder_name = "gavel-backups";
    bool delete_for_good = false;
    std::string api_url = "https://www.googleapis.com";
    std::string oauth_url = "https://oauth2.googleapis.com";

    void declare(config::table& t);

    // The application alone, before anybody has signed in. std::invalid_argument with a sentence for the operator, as the next.
    google::identity application() const;
    google::identity identity() const;  // reads the files
    google::location location() const;
};

}  // namespace gavel::backup
