"""The place in the code is the frame of the program's own that is nearest to the error, in every language's form."""

import pytest

from core.messages.report import Note
from knowledge.library import library
from workers.diagnosis import diagnose
from workers.diagnosis.place import place
from workers.paste.read import read

GO = """panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x6e5b2a]

goroutine 1 [running]:
main.(*Pricer).Discount(...)
\t/app/pricing.go:88
main.main()
\t/app/main.go:12 +0x1d"""
GO_OF_A_LIBRARY = """panic: send on closed channel

goroutine 7 [running]:
panic({0x1, 0x2})
\t/usr/local/go/src/runtime/panic.go:884 +0x212
github.com/lib/pq.(*conn).send(0xc0)
\t/go/pkg/mod/github.com/lib/pq@v1.10.9/conn.go:301 +0x3e
acme.com/shop/store.(*Store).Save(0xc0)
\t/src/store/save.go:41 +0x85
created by main.run in goroutine 1
\t/src/main.go:20 +0x11"""
PYTHON = """Traceback (most recent call last):
  File "/app/main.py", line 12, in <module>
    serve()
  File "/app/shop/cart.py", line 88, in serve
    json.loads(text)
  File "/usr/local/lib/python3.12/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)"""
JAVA = """Exception in thread "main" java.lang.IllegalStateException: cannot start
\tat org.springframework.boot.SpringApplication.run(SpringApplication.java:301)
\tat com.acme.Main.main(Main.java:12)
Caused by: java.lang.NullPointerException: price
\tat java.base/java.util.Objects.requireNonNull(Objects.java:259)
\tat com.acme.shop.Pricing.discount(Pricing.java:88)
\t... 14 more"""
NODE = """TypeError: Cannot read properties of undefined (reading 'price')
    at Array.map (<anonymous>)
    at node_modules/lodash/lodash.js:100:7
    at discount (/app/src/pricing.js:88:15)
    at node:internal/main/run_main_module:28:49"""
NODE_MODULE = """Error: boom
    at file:///app/server.mjs:7:9
    at ModuleJob.run (node:internal/modules/esm/module_job:222:25)"""
RUST = "thread 'main' panicked at src/pricing.rs:88:14:\ncalled `Option::unwrap()` on a `None` value"
RUST_BEFORE_1_73 = "thread 'main' panicked at 'index out of bounds', src/pricing.rs:88:9"
RUBY = """/app/lib/pricing.rb:88:in `discount': undefined method `price' for nil (NoMethodError)
\tfrom /usr/local/bundle/gems/rack-3.0/lib/rack.rb:12:in `call'
\tfrom /app/app.rb:5:in `<main>'"""
PHP = "PHP Fatal error:  Uncaught TypeError: bad price in /var/www/html/pricing.php:88"
PHP_PARSE = "PHP Parse error: syntax error, unexpected token in /var/www/html/pricing.php on line 88"
DOTNET = """Unhandled exception. System.NullReferenceException: Object reference not set
   at System.Linq.Enumerable.First()
   at Shop.Pricing.Discount() in /src/Pricing.cs:line 88"""


@pytest.mark.parametrize(
    ("log", "named"),
    [
        (GO, "/app/pricing.go:88"),
        (GO_OF_A_LIBRARY, "/src/store/save.go:41"),
        (PYTHON, "/app/shop/cart.py:88"),
        (JAVA, "Pricing.java:88"),
        (NODE, "/app/src/pricing.js:88"),
        (NODE_MODULE, "/app/server.mjs:7"),
        (RUST, "src/pricing.rs:88"),
        (RUST_BEFORE_1_73, "src/pricing.rs:88"),
        (RUBY, "/app/lib/pricing.rb:88"),
        (PHP, "/var/www/html/pricing.php:88"),
        (PHP_PARSE, "/var/www/html/pricing.php:88"),
        (DOTNET, "/src/Pricing.cs:88"),
        ("dial tcp 10.0.0.5:5432: connect: connection refused\nlistening on :8080", None),
        ("", None),
    ],
)
def test_each_languages_trace(log: str, named: str | None) -> None:
    """Frames of libraries and of the language's runtime are passed over; a log without a trace names none."""
    assert place(log.split("\n")) == named


def test_of_two_traces_the_last_counts() -> None:
    """As the last error does."""
    assert place([*PYTHON.split("\n"), "restarting", *GO.split("\n")]) == "/app/pricing.go:88"
    assert place([*GO.split("\n"), "restarting", *PYTHON.split("\n")]) == "/app/shop/cart.py:88"


def test_where_all_frames_are_a_librarys_its_first_is_named() -> None:
    """That is more than nothing."""
    assert place(["Error: x", "    at f (/app/node_modules/pg/lib/client.js:526:17)"]) == (
        "/app/node_modules/pg/lib/client.js:526"
    )


def test_the_answer_names_it_once() -> None:
    """As a note; not where the headline has it already, as Rust's message does."""
    go, rust = (diagnose(read(text)[0], library()) for text in (GO, RUST_BEFORE_1_73))

    assert go.notes == (Note(kind="place-in-code", values={"place": "/app/pricing.go:88"}),)
    assert (rust.notes, "src/pricing.rs:88" in rust.findings[0].values["what"]) == ((), True)
