//! An SMTP server for tests, on a real socket: it keeps what it is sent, and can be down, busy, silent or rude.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::mail::ReadMail;

/// How the server treats its clients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// Takes every mail.
    Friendly,
    /// `421` instead of a greeting.
    Busy,
    /// `450` to every recipient: greylisting, a full mailbox.
    Refusing,
    /// Hangs up without a word.
    HangingUp,
    /// Takes the mail, and hangs up before it says so.
    Forgetful,
}

/// A mail as it came over the wire.
#[derive(Clone, Debug)]
pub struct ReceivedMail {
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
}

impl ReceivedMail {
    /// Taken apart.
    ///
    /// # Panics
    /// Where it is no message.
    pub fn read(&self) -> ReadMail {
        ReadMail::parse("received.eml", &self.data).expect("a message")
    }
}

struct Shared {
    manner: Mutex<Manner>,
    mails: Mutex<Vec<ReceivedMail>>,
}

/// See the module. Dropped, it is down.
pub struct SmtpServer {
    pub address: SocketAddr,
    shared: Arc<Shared>,
    listening: Option<JoinHandle<()>>,
}

impl SmtpServer {
    /// A friendly one, on a free port.
    ///
    /// # Panics
    /// Where there is none.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let shared = Arc::new(Shared {
            manner: Mutex::new(Manner::Friendly),
            mails: Mutex::default(),
        });
        let mut server = Self {
            address,
            shared,
            listening: None,
        };
        server.listen(listener);
        server
    }

    /// For `SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn be(&self, manner: Manner) {
        *self.shared.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// Nothing listens on its port any more.
    pub async fn stop(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
            // Until then the port may still take connections.
            drop(listening.await);
        }
    }

    /// Listens again where it did.
    ///
    /// # Panics
    /// Where another took the port.
    pub async fn restart(&mut self) {
        self.stop().await;
        let listener = TcpListener::bind(self.address).await.expect("the port is still free");
        self.listen(listener);
    }

    /// What came so far.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.shared.mails.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn listen(&mut self, listener: TcpListener) {
        let shared = self.shared.clone();
        self.listening = Some(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = shared.clone();
                // A client that goes away is no failure.
                tokio::spawn(async move { drop(talk(stream, &shared).await) });
            }
        }));
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
        }
    }
}

async fn talk(stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    let manner = *shared.manner.lock().unwrap_or_else(PoisonError::into_inner);
    if manner == Manner::HangingUp {
        return Ok(());
    }
    let (read, mut write) = stream.into_split();
    if manner == Manner::Busy {
        return write.write_all(b"421 too busy\r\n").await;
    }
    write.write_all(b"220 sink.test ESMTP\r\n").await?;
    let mut read = BufReader::new(read);
    let mut mail = ReceivedMail {
        from: String::new(),
        to: Vec::new(),
        data: Vec::new(),
    };
    let mut line = Vec::new();
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let command = String::from_utf8_lossy(&line).trim().to_owned();
        let verb = command.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" | "HELO" => b"250-sink.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 10000000\r\n",
            "MAIL" => {
                mail.from = address(&command);
                mail.to.clear();
                b"250 ok\r\n"
            }
            "RCPT" if manner == Manner::Refusing => b"450 try again later\r\n",
            "RCPT" => {
                mail.to.push(address(&command));
                b"250 ok\r\n"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                mail.data = data(&mut read).await?;
                shared
                    .mails
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(mail.clone());
                if manner == Manner::Forgetful {
                    return Ok(());
                }
                b"250 taken\r\n"
            }
            "QUIT" => {
                write.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "NOOP" | "RSET" => b"250 ok\r\n",
            _ => b"502 not known here\r\n",
        };
        write.write_all(answer).await?;
    }
}

/// What stands between `<` and `>`.
fn address(command: &str) -> String {
    let inner = command.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(String::new(), |(address, _)| address.to_owned())
}

/// Lines until one that is a dot; a line's first dot of two goes (RFC 5321, 4.5.2).
async fn data(read: &mut (impl tokio::io::AsyncBufRead + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(data);
        }
        data.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
