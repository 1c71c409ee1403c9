// SPDX-License-Identifier: MIT
pragma solidity ^0.8.24;

// Tokens of the local chain. They copy what well-known tokens do to a treasury, good and bad; none holds value.

abstract contract Issued {
  address public immutable issuer;

  constructor(address issuer_) {
    issuer = issuer_;
  }

  modifier onlyIssuer() {
    require(msg.sender == issuer, "caller is not the issuer");
    _;
  }
}

abstract contract Ledger is Issued {
  mapping(address => uint256) public balanceOf;
  mapping(address => mapping(address => uint256)) public allowance;
  uint256 public totalSupply;

  event Transfer(address indexed from, address indexed to, uint256 value);
  event Approval(address indexed owner, address indexed spender, uint256 value);

  function mint(address to, uint256 value) external onlyIssuer {
    totalSupply += value;
    balanceOf[to] += value;
    emit Transfer(address(0), to, value);
  }

  function _move(address from, address to, uint256 value) internal virtual {
    require(to != address(0), "ERC20: transfer to the zero address");
    require(balanceOf[from] >= value, "ERC20: transfer amount exceeds balance");
    balanceOf[from] -= value;
    balanceOf[to] += value;
    emit Transfer(from, to, value);
  }

  function _spend(address owner, uint256 value) internal {
    uint256 allowed = allowance[owner][msg.sender];
    require(allowed >= value, "ERC20: transfer amount exceeds allowance");
    if (allowed != type(uint256).max) allowance[owner][msg.sender] = allowed - value;
  }

  function _approve(address spender, uint256 value) internal {
    allowance[msg.sender][spender] = value;
    emit Approval(msg.sender, spender, value);
  }
}

abstract contract Erc20 is Ledger {
  function transfer(address to, uint256 value) external virtual returns (bool) {
    _move(msg.sender, to, value);
    return true;
  }

  function transferFrom(address from, address to, uint256 value) external virtual returns (bool) {
    _spend(from, value);
    _move(from, to, value);
    return true;
  }

  function approve(address spender, uint256 value) external virtual returns (bool) {
    _approve(spender, value);
    return true;
  }
}

/// The issuer can freeze an account or everything, as with USDC.
contract UsdcLike is Erc20 {
  string public constant name = "USD Coin (local)";
  string public constant symbol = "USDC";
  uint8 public constant decimals = 6;
  bool public paused;
  mapping(address => bool) public isBlacklisted;

  event Blacklisted(address indexed account);
  event UnBlacklisted(address indexed account);
  event Pause();
  event Unpause();

  constructor(address issuer_) Issued(issuer_) {}

  function blacklist(address account) external onlyIssuer {
    isBlacklisted[account] = true;
    emit Blacklisted(account);
  }

  function unBlacklist(address account) external onlyIssuer {
    isBlacklisted[account] = false;
    emit UnBlacklisted(account);
  }

  function pause() external onlyIssuer {
    paused = true;
    emit Pause();
  }

  function unpause() external onlyIssuer {
    paused = false;
    emit Unpause();
  }

  function approve(address spender, uint256 value) external override returns (bool) {
    require(!paused, "Pausable: paused");
    require(!isBlacklisted[msg.sender] && !isBlacklisted[spender], "Blacklistable: account is blacklisted");
    _approve(spender, value);
    return true;
  }

  function _move(address from, address to, uint256 value) internal override {
    require(!paused, "Pausable: paused");
    require(
      !isBlacklisted[msg.sender] && !isBlacklisted[from] && !isBlacklisted[to],
      "Blacklistable: account is blacklisted"
    );
    super._move(from, to, value);
  }
}

/// Returns nothing and refuses to change a non-zero allowance, as with USDT.
contract UsdtLike is Ledger {
  string public constant name = "Tether USD (local)";
  string public constant symbol = "USDT";
  uint8 public constant decimals = 6;
  mapping(address => bool) public isBlackListed;

  event AddedBlackList(address indexed account);
  event RemovedBlackList(address indexed account);

  constructor(address issuer_) Issued(issuer_) {}

  function addBlackList(address account) external onlyIssuer {
    isBlackListed[account] = true;
    emit AddedBlackList(account);
  }

  function removeBlackList(address account) external onlyIssuer {
    isBlackListed[account] = false;
    emit RemovedBlackList(account);
  }

  function transfer(address to, uint256 value) external {
    require(!isBlackListed[msg.sender], "sender is on the black list");
    _move(msg.sender, to, value);
  }

  function transferFrom(address from, address to, uint256 value) external {
    require(!isBlackListed[from], "sender is on the black list");
    _spend(from, value);
    _move(from, to, value);
  }

  function approve(address spender, uint256 value) external {
    require(value == 0 || allowance[msg.sender][spender] == 0, "set the allowance to zero first");
    _approve(spender, value);
  }
}

/// Takes one percent of every transfer: the recipient gets less than the calldata says.
contract FeeToken is Erc20 {
  string public constant name = "Fee on Transfer";
  string public constant symbol = "FEE";
  uint8 public constant decimals = 18;
  uint256 public constant feeBasisPoints = 100;

  constructor(address issuer_) Issued(issuer_) {}

  function _move(address from, address to, uint256 value) internal override {
    uint256 fee = (value * feeBasisPoints) / 10_000;
    super._move(from, issuer, fee);
    super._move(from, to, value - fee);
  }
}

/// Holds balances but refuses every transfer with an error of its own.
contract RevertToken is Erc20 {
  string public constant name = "Transfers Disabled";
  string public constant symbol = "STUCK";
  uint8 public constant decimals = 18;

  error TransfersDisabled(address from, address to, uint256 value);

  constructor(address issuer_) Issued(issuer_) {}

  function _move(address from, address to, uint256 value) internal pure override {
    revert TransfersDisabled(from, to, value);
  }
}

/// Answers false instead of reverting: the Safe reports success and nothing moves.
contract FalseToken is Erc20 {
  string public constant name = "Returns False";
  string public constant symbol = "FALSE";
  uint8 public constant decimals = 18;

  constructor(address issuer_) Issued(issuer_) {}

  function transfer(address, uint256) external pure override returns (bool) {
    return false;
  }

  function transferFrom(address, address, uint256) external pure override returns (bool) {
    return false;
  }
}

/// The Bybit pattern: called by delegatecall, `transfer` writes its first argument over slot 0, the Safe's singleton.
contract Drainer {
  address private singleton;

  function transfer(address to, uint256) external {
    singleton = to;
  }
}
