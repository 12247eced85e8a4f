#include "platform/s3/answers.hpp"

#include <boost/url/pct_string_view.hpp>
#include <pugixml.hpp>

#include <sstream>

namespace gavel::s3 {

namespace {

pugi::xml_document parse(std::string_view xml) {
    pugi::xml_document document;
    const auto read = document.load_buffer(xml.data(), xml.size(), pugi::parse_minimal | pugi::parse_escapes, pugi::encoding_utf8);
    if (!read) document.reset();  // no half of an answer
    return document;
}

pugi::xml_node root_of(const pugi::xml_document& document, const char* name) {
    const auto root = document.child(name);
    if (!root) throw malformed_answer(std::string("the store's answer is not a ") + name);
    return root;
}

std::string decoded(std::string_view text) {
    const auto parsed = boost::urls::make_pct_string_view(text);
    if (!parsed) throw malformed_answer("the store lists a key that is not percent-encoded");
    return parsed->decode();
}

std::string written(const pugi::xml_document& document) {
    std::ostringstream out;
    document.save(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
}

constexpr const char* schema = "http://s3.amazonaws.com/doc/2006-03-01/";

pugi::xml_node begin(pugi::xml_document& document, const char* name) {
    auto root = document.append_child(name);
    root.append_attribute("xmlns") = schema;
    return root;
}

void add(pugi::xml_node& to, const char* name, std::string_view text) { to.append_child(name).text() = std::string(text).c_str(); }

}  // namespace

std::optional<fault> read_fault(std::string_view xml) {
    const auto document = parse(xml);
    const auto root = document.child("Error");
    if (!root) return std::nullopt;
    return fault{root.child_value("Code"), root.child_value("Message")};
}

listing read_listing(std::string_view xml) {
    const auto document = parse(xml);
    const auto root = root_of(document, "ListBucketResult");
    listing page;
    for (const auto each : root.children("Contents")) {
        object_facts one;
        one.key = decoded(each.child_value("Key"));
        one.bytes = each.child("Size").text().as_ullong();
        one.etag = each.child_value("ETag");
        const auto modified = parse_instant(each.child_value("LastModified"));
        if (!modified) throw malformed_answer("the store lists an object without a time");
        one.modified = *modified;
        page.objects.push_back(std::move(one));
    }
    if (root.child("IsTruncated").text().as_bool()) page.next = root.child_value("NextContinuationToken");
    return page;
}

std::string read_upload_id(std::string_view xml) {
    const auto document = parse(xml);
    std::string upload = root_of(document, "InitiateMultipartUploadResult").child_value("UploadId");
    if (upload.empty()) throw malformed_answer("the store began an upload without a name");
    return upload;
}

part_page read_parts(std::string_view xml) {
    const auto document = parse(xml);
    const auto root = root_of(document, "ListPartsResult");
    part_page page;
    for (const auto each : root.children("Part"))
        page.parts.push_back({each.child("PartNumber").text().as_int(), each.child("Size").text().as_ullong(), each.child_value("ETag")});
    if (root.child("IsTruncated").text().as_bool()) page.next = root.child("NextPartNumberMarker").text().as_int();
    return page;
}

std::vector<unfinished_upload> read_unfinished(std::string_view xml) {
    const auto document = parse(xml);
    std::vector<unfinished_upload> all;
    for (const auto each : root_of(document, "ListMultipartUploadsResult").children("Upload")) {
        unfinished_upload one;
        one.key = decoded(each.child_value("Key"));
        one.upload = each.child_value("UploadId");
        const auto begun = parse_instant(each.child_value("Initiated"));
        if (!begun) throw malformed_answer("the store lists an upload without a time");
        one.begun = *begun;
        all.push_back(std::move(one));
    }
    return all;
}

void require_copied(std::string_view xml) {
    const auto document = parse(xml);
    root_of(document, "CopyObjectResult");
}

std::string completion_xml(const std::vector<part>& parts) {
    pugi::xml_document document;
    auto root = begin(document, "CompleteMultipartUpload");
    for (const auto& each : parts) {
        auto one = root.append_child("Part");
        add(one, "PartNumber", std::to_string(each.number));
        add(one, "ETag", each.etag);
    }
    return written(document);
}

std::string cors_xml(const std::vector<std::string>& origins) {
    pugi::xml_document document;
    auto rule = begin(document, "CORSConfiguration").append_child("CORSRule");
    for (const auto& each : origins) add(rule, "AllowedOrigin", each);
    for (const char* method : {"PUT", "GET", "HEAD"}) add(rule, "AllowedMethod", method);
    add(rule, "AllowedHeader", "*");
    add(rule, "ExposeHeader", "ETag");
    add(rule, "MaxAgeSeconds", "3600");
    return written(document);
}

std::string location_xml(std::string_view region) {
    pugi::xml_document document;
    auto root = begin(document, "CreateBucketConfiguration");
    add(root, "LocationConstraint", region);
    return written(document);
}

}  // namespace gavel::s3
