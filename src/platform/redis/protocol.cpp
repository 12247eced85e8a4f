#include "platform/redis/protocol.hpp"

#include <hiredis/hiredis.h>

#include <memory>
#include <new>

namespace gavel::redis {

namespace {

reply convert(const redisReply& from) {
    reply to;
    switch (from.type) {
        case REDIS_REPLY_STRING:
        case REDIS_REPLY_STATUS:
            to.type = reply::kind::text;
            to.text.assign(from.str, from.len);
            break;
        case REDIS_REPLY_ERROR:
            to.type = reply::kind::error;
            to.text.assign(from.str, from.len);
            break;
        case REDIS_REPLY_INTEGER:
            to.type = reply::kind::integer;
            to.integer = from.integer;
            break;
        case REDIS_REPLY_ARRAY:
            to.type = reply::kind::list;
            for (std::size_t n = 0; n < from.elements; ++n) to.list.push_back(convert(*from.element[n]));
            break;
        default: break;  // nil
    }
    return to;
}

}  // namespace

reader::reader() : reader_(redisReaderCreate()) {
    if (!reader_) throw std::bad_alloc();
}

reader::~reader() { redisReaderFree(reader_); }

void reader::feed(std::string_view bytes) {
    unfinished_ += bytes.size();
    if (unfinished_ > reply_bytes_max) throw protocol_error("a reply of Redis is too large");
    if (redisReaderFeed(reader_, bytes.data(), bytes.size()) != REDIS_OK) throw protocol_error(reader_->errstr);
}

std::optional<reply> reader::next() {
    void* raw = nullptr;
    if (redisReaderGetReply(reader_, &raw) != REDIS_OK) throw protocol_error(reader_->errstr);
    if (!raw) return std::nullopt;
    const std::unique_ptr<void, void (*)(void*)> owned(raw, freeReplyObject);
    unfinished_ = 0;
    return convert(*static_cast<const redisReply*>(raw));
}

std::string command_bytes(const std::vector<std::string>& words) {
    std::vector<const char*> starts;
    std::vector<std::size_t> sizes;
    for (const auto& word : words) {
        starts.push_back(word.data());
        sizes.push_back(word.size());
    }
    char* formatted = nullptr;
    const int length = redisFormatCommandArgv(&formatted, static_cast<int>(words.size()), starts.data(), sizes.data());
    if (length < 0) throw std::bad_alloc();
    const std::unique_ptr<char, void (*)(char*)> owned(formatted, redisFreeCommand);
    return std::string(formatted, static_cast<std::size_t>(length));
}

}  // namespace gavel::redis
