// One open stream of an io thread: the present standings first, then every change, a ping every 20 s. Used only on its io thread.
#pragma once
#include "modules/live/mailbox.hpp"
#include "platform/http/sse.hpp"

#include <boost/intrusive/list.hpp>

#include <chrono>
#include <memory>
#include <vector>

namespace gavel::live {

class reader;
class shard;

inline constexpr std::chrono::seconds ping_every{20};

// Links of a reader in lists of its shard; they undo themselves with it.
template <class Tag>
using reader_link =
    boost::intrusive::list_base_hook<boost::intrusive::tag<Tag>, boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
using news_link = reader_link<struct news_tag>;  // has something to write
using ping_link = reader_link<struct ping_tag>;

// A reader among those of one lot or account.
struct membership : reader_link<struct membership_tag> {
    reader* who = nullptr;
};
using members = boost::intrusive::list<membership, boost::intrusive::base_hook<reader_link<struct membership_tag>>,
                                       boost::intrusive::constant_time_size<false>>;

class reader : public news_link, public ping_link {
public:
    reader(shard& of, mailbox holding);  // from now on its mailbox receives
    ~reader();
    reader(const reader&) = delete;
    reader& operator=(const reader&) = delete;

    mailbox& box() { return box_; }

    // Writes what waits, and from now on whatever comes. `out` must outlive the reader.
    void speak(http::event_writer& out);

private:
    friend class shard;
    void write();
    bool has_something() const { return ping_due_ || box_.has_news(); }

    std::weak_ptr<shard*> of_;  // a stream cut off by the end of the process may outlive its shard
    mailbox box_;
    std::vector<membership> places_;
    http::event_writer* out_ = nullptr;
    bool ping_due_ = true;
    std::chrono::steady_clock::time_point next_ping_{};
};

}  // namespace gavel::live
