// What every use of libcurl begins with: the library set up once, and handles that clean up after themselves.
#pragma once
#include <curl/curl.h>

#include <memory>
#include <string>

namespace gavel::curl {

using easy = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

// Sets the library up with the first call of the process. Any thread. Throws std::runtime_error when there is no memory.
void initialise();
easy make_easy();

// A libcurl list of lines: header fields, recipients.
class line_list {
public:
    line_list() {}
    ~line_list() { curl_slist_free_all(list_); }
    line_list(const line_list&) = delete;
    line_list& operator=(const line_list&) = delete;

    void add(const std::string& line);
    curl_slist* get() const { return list_; }

private:
    curl_slist* list_ = nullptr;
};

}  // namespace gavel::curl
