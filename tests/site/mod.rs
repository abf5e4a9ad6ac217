//! A web site on this machine.

// Every test file takes what it needs of this.
#![allow(dead_code, clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

/// A server that answers until the test ends.
pub struct Server {
    port: u16,
}

impl Server {
    /// `answer` makes a whole response of a path.
    pub fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                serve(stream.unwrap(), &answer);
            }
        });
        Self { port }
    }

    pub fn link(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn serve(stream: TcpStream, answer: &dyn Fn(&str) -> Vec<u8>) {
    let mut lines = BufReader::new(&stream).lines();
    let Some(Ok(first)) = lines.next() else { return };
    // The request ends with an empty line; a client that hangs up is no fault of the test's.
    let _ = lines.find(|line| line.as_ref().map_or(true, String::is_empty));
    let path = first.split(' ').nth(1).unwrap_or("/");
    let _ = (&stream).write_all(&answer(path));
}

pub fn response(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub fn html(headers: &str, body: &[u8]) -> Vec<u8> {
    response("200 OK", &format!("Content-Type: text/html{headers}\r\n"), body)
}

/// A page about a ferry, with what the harbour master says at its end.
pub fn page(words: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Ferry stays in port</title></head><body><nav><a href='/'>Home</a></nav>\
         <article><h1>Ferry stays in port</h1><p>The ferry to the islands stayed in port for the third day in a row on \
         Friday, as the wind on the sound grew stronger and the forecast promised no change before Sunday evening.</p>\
         <p>“{words},” said Greta Holm, the harbour master.</p></article></body></html>"
    )
}
