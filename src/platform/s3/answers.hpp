// What the store says, and what it wants to hear, in XML. Pure.
#pragma once
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::s3 {

struct object_facts {
    std::string key;
    std::uint64_t bytes = 0;
    std::string etag;          // with its quotation marks
    std::string content_type;  // empty in listings
    instant modified;
};

struct listing {
    std::vector<object_facts> objects;  // in the order of their keys
    std::string next;                   // token of the next page; empty: this was the last
};

struct part {
    int number = 0;  // from 1
    std::uint64_t bytes = 0;
    std::string etag;
};

struct unfinished_upload {
    std::string key, upload;
    instant begun;
};

struct part_page {
    std::vector<part> parts;
    int next = 0;  // go on after this number; 0: these were all
};

struct fault {
    std::string code, message;
};

// An answer that is not what the protocol says.
struct malformed_answer : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::optional<fault> read_fault(std::string_view xml);  // nothing: not an <Error>
listing read_listing(std::string_view xml);             // of a ListObjectsV2 with encoding-type=url
std::string read_upload_id(std::string_view xml);
part_page read_parts(std::string_view xml);
std::vector<unfinished_upload> read_unfinished(std::string_view xml);  // of a ListMultipartUploads with encoding-type=url
void require_copied(std::string_view xml);                             // throws unless it is the answer to a copy

std::string completion_xml(const std::vector<part>& parts);
std::string cors_xml(const std::vector<std::string>& origins);
std::string location_xml(std::string_view region);  // of a new bucket

}  // namespace gavel::s3
